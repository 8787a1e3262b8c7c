using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Decent.Mqtt.Links;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Decent.Mqtt.MqttNet;

/// <summary>Our options in MQTTnet's words (5.2; the members are compared by hand with its list).</summary>
internal static class MqttNetOptions
{
    /// <param name="distrust">Takes the reason why the broker's certificate is not believed.</param>
    public static MqttClientOptions Translate(MqttLinkOptions options, MqttMessage? will, Action<string> distrust)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(tcp => Address(tcp, options))
            .WithClientId(options.ClientId)
            .WithCleanStart(options.CleanStart)
            .WithSessionExpiryInterval((uint)options.SessionExpirySeconds)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(options.KeepAliveSeconds))
            .WithTimeout(TimeSpan.FromSeconds(options.ConnectTimeoutSeconds))
            .WithMaximumPacketSize((uint)options.MessageBytesMax + ushort.MaxValue);
        if (options.UserName is not null)
            builder = builder.WithCredentials(options.UserName, options.Password ?? "");
        if (will is not null)
        {
            builder = builder.WithWillTopic(will.Topic).WithWillPayload(will.Payload.ToArray())
                .WithWillQualityOfServiceLevel((MqttQualityOfServiceLevel)will.Qos).WithWillRetain(will.Retain);
        }
        if (options.CaFile is not null)
            builder = builder.WithTlsOptions(tls => Trust(tls, options, options.CaFile, distrust));
        return builder.Build();
    }

    private static void Address(MqttClientTcpOptions tcp, MqttLinkOptions options)
    {
        tcp.RemoteEndpoint = new DnsEndPoint(options.Host, options.Port);
        tcp.NoDelay = true;
        if (options.BindAddress is null)
            return;
        var local = IPAddress.Parse(options.BindAddress);
        tcp.AddressFamily = local.AddressFamily;
        if (local.AddressFamily == AddressFamily.InterNetwork)
            tcp.DualMode = false;
        tcp.LocalEndpoint = new IPEndPoint(local, 0);
    }

    /// <summary>Only the given authorities count, not the machine's.</summary>
    private static void Trust(MqttClientTlsOptionsBuilder tls, MqttLinkOptions options, string caFile, Action<string> distrust)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(caFile);
        tls.UseTls(true).WithTargetHost(options.Host).WithCertificateValidationHandler(seen =>
        {
            if (seen.SslPolicyErrors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            foreach (var element in seen.Chain.ChainElements)
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            using var certificate = new X509Certificate2(seen.Certificate);
            var isWrongName = options.VerifyHostName && seen.SslPolicyErrors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
            if (chain.Build(certificate) && !isWrongName)
                return true;
            distrust(chain.ChainStatus.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid) ? TlsFault.Expired(options)
                : chain.ChainStatus.Length > 0 ? TlsFault.WrongAuthority(options) : TlsFault.WrongName(options));
            return false;
        });
    }
}
