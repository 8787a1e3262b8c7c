using System.Text;

namespace Decent.Instance.Tests.Images;

/// <summary>
/// Carries a Containerfile out without a container tool: on a root that is made of this machine's <c>/usr</c>, which stays as it is under an overlay.
/// Packages are the machine's own, so that the steps which install some are left out.
/// </summary>
internal static class ChrootSteps
{
    /// <summary>A script for <c>unshare --mount --pid --net --fork sh</c>, as root.</summary>
    /// <param name="file">What to carry out.</param>
    /// <param name="publish">What <c>publish/</c> of the context is.</param>
    /// <param name="build">Folder for the root; it is memory, and gone with the script.</param>
    public static string Script(Containerfile file, string publish, string build)
    {
        var script = new StringBuilder($$"""
            mkdir -p {{build}} && mount -t tmpfs none {{build}} && cd {{build}}
            mkdir -p root/usr root/etc root/proc root/dev root/tmp root/var/lib up work
            chmod 1777 root/tmp
            mount -t overlay -o lowerdir=/usr,upperdir=up,workdir=work none root/usr
            for link in bin sbin lib lib64; do if [ -L /$link ]; then ln -s usr/$link root/$link; fi; done
            cp -a /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/login.defs root/etc/
            if [ -d /etc/dotnet ]; then cp -a /etc/dotnet root/etc/; fi
            printf 'root:x:0:0::/:/bin/sh\n' > root/etc/passwd
            printf 'root:x:0:\n' > root/etc/group
            printf 'root:*:::::::\n' > root/etc/shadow && printf 'root:*::\n' > root/etc/gshadow
            mount -t proc none root/proc && mount --bind /dev root/dev
            ip link set lo up

            """);
        foreach (var (name, rest) in file.Instructions)
            script.Append(Step(name, rest, publish));
        return script.Append(Life(file)).ToString();
    }

    private static string Step(string name, string rest, string publish) => name switch
    {
        "RUN" when !rest.Contains("apt-get", StringComparison.Ordinal) => $"chroot root /bin/sh -ec {Quoted(rest)}\n",
        "COPY" when rest.Split(' ') is ["publish/", var to] => $"mkdir -p root{to} && cp -r {publish}/. root{to}\n",
        "COPY" => throw new InvalidOperationException($"COPY {rest}: only publish/ is known here."),
        _ => "",
    };

    /// <summary>Starts it as its user, asks for its health once it says that it listens, looks who it is, stops it by its signal.</summary>
    private static string Life(Containerfile file)
    {
        var user = file.All("USER").Last();
        var enter = $"chroot --userspec={user} root /usr/bin/env -i HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin "
            + string.Join(' ', file.Environment().Select(e => $"{e.Key}={Quoted(e.Value)}"));
        var run = string.Join(' ', Containerfile.Words(file.All("ENTRYPOINT").Single()).Concat(Containerfile.Words(file.All("CMD").Single())).Select(Quoted));
        var health = string.Join(' ', Containerfile.Words(file.All("HEALTHCHECK").Single()).Select(Quoted));
        return $$"""
            mkfifo said
            {{enter}} {{run}} > said 2>&1 &
            daemon=$!
            exec 3< said
            timeout 60 sed '/listening on/q' <&3 > log || true
            cat <&3 >> log &
            if ! {{enter}} {{health}} > health 2>&1; then cat log health; exit 1; fi
            echo "healthy"
            cat health
            printf 'uid=%s gid=%s\n' $(awk '/^[UG]id:/ { print $2 }' root/proc/$daemon/status)
            kill -s {{file.All("STOPSIGNAL").Single().Replace("SIG", "", StringComparison.Ordinal)}} $daemon
            code=0; wait $daemon || code=$?
            echo "stopped with $code"
            code=0; {{enter}} {{health}} > health 2>&1 || code=$?
            echo "and then is not healthy: $code"

            """;
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
