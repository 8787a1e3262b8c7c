using System.Net;
using Decent.Instance.Configuration;

namespace Decent.Instance.Tests.Images;

public sealed class ContainerfileTests
{
    private static readonly string Text = ServerImages.Read("Containerfile");

    private static Containerfile Ours { get; } = Containerfile.Parse(Text);

    [Fact]
    public void The_containerfile_keeps_the_rules() => Assert.Empty(ContainerRules.Broken(Ours));

    [Theory]
    [InlineData("COPY publish/", "COPPY publish/", "no instruction")]
    [InlineData("ARG RUNTIME\n", "RUN true\n", "FROM comes first")]
    [InlineData("FROM ${RUNTIME}", "FROM aspnet:10", "the build's argument")]
    [InlineData("ARG RUNTIME", "ARG RUNTIME=aspnet:10", "has no default")]
    [InlineData("FROM ${RUNTIME}", "FROM aspnet:latest", "another image tomorrow")]
    [InlineData("COPY publish/", "ADD publish/", "ADD also fetches")]
    [InlineData("USER 4970:4970", "USER root", "not root")]
    [InlineData("USER 4970:4970", "USER 0:4970", "not root")]
    [InlineData("USER 4970:4970", "USER decent-instance", "by number")]
    [InlineData("USER 4970:4970\n", "", "not root")]
    [InlineData("ENTRYPOINT [\"decent-instance\"]", "ENTRYPOINT decent-instance", "exec form")]
    [InlineData("CMD [\"decent-instance\", \"status\"]", "CMD decent-instance status", "exec form")]
    [InlineData("STOPSIGNAL SIGTERM\n", "", "one STOPSIGNAL")]
    [InlineData("--no-install-recommends ", "", "brings nothing along")]
    [InlineData("rm -rf /var/lib/apt/lists/*", "true", "leaves no lists")]
    [InlineData("RUN ln -s", "RUN curl x | sh && ln -s", "Nothing is fetched")]
    [InlineData("RUN ln -s", "RUN sudo ln -s", "becomes root")]
    public void Each_rule_fires(string good, string bad, string sentence)
    {
        Assert.Contains(good, Text);
        Assert.Contains(ContainerRules.Broken(Containerfile.Parse(Text.Replace(good, bad, StringComparison.Ordinal))), rule => rule.Contains(sentence));
    }

    [Fact]
    public void Its_environment_is_settings_and_its_ports_and_volume_are_theirs()
    {
        var environment = Ours.Environment();
        var given = EffectiveConfiguration.Read(null, environment, new Dictionary<Setting, IReadOnlyList<string>>());
        Assert.Empty(given.Mistakes);
        Assert.Equal(Assert.Single(Ours.All("VOLUME")), given.Of(InstanceSettings.State));
        var ports = ((string[])[given.Texts(InstanceSettings.Listen)[0], given.Of(InstanceSettings.MqttListen)!]).Select(e => IPEndPoint.Parse(e));
        Assert.Equal(Assert.Single(Ours.All("EXPOSE")), string.Join(' ', ports.Select(p => p.Port)));
        Assert.All(ports, p => Assert.Equal(IPAddress.Any, p.Address));
        Assert.Equal(["decent-instance", "status"], Containerfile.Words(Assert.Single(Ours.All("HEALTHCHECK"))));
        Assert.Equal(["decent-instance"], Containerfile.Words(Assert.Single(Ours.All("ENTRYPOINT"))));
    }

    [Fact]
    public async Task Its_steps_make_a_root_in_which_the_daemon_runs_is_healthy_and_stops()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DECENT_IMAGES") == "1", "./test.sh --images carries the steps out");
        using var folder = new TempFolder();
        var script = folder.Write("steps.sh", System.Text.Encoding.UTF8.GetBytes(ChrootSteps.Script(Ours, AppContext.BaseDirectory, folder.At("build"))));
        if (await Shell.RunAsync("unshare", "--mount", "--pid", "--net", "--fork", "true") is not { Exit: 0 })
        {
            Assert.Skip("this user may not make mounts of its own; root may");
            return;
        }
        var (exit, text) = (await Shell.RunAsync("unshare", "--mount", "--pid", "--net", "--fork", "sh", "-eu", script))!.Value;
        Assert.True(exit == 0, text);
        Assert.Contains("healthy\n", text);
        Assert.Contains("uid=4970 gid=4970\n", text);
        Assert.Contains("stopped with 0\n", text);
        Assert.Contains("and then is not healthy: 1\n", text);
    }
}
