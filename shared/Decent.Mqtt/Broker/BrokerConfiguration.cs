using System.Text;

namespace Decent.Mqtt.Broker;

/// <summary>The text of mosquitto.conf.</summary>
internal static class BrokerConfiguration
{
    public static string Write(MosquittoOptions options, BrokerFiles files, BrokerPorts ports)
    {
        var text = new StringBuilder();
        text.AppendLine("# Written at every start; changes made here are lost.");
        // Started by root, mosquitto would change to a user who cannot read this folder.
        text.AppendLine($"user {Environment.UserName}");
        text.AppendLine("allow_anonymous false");
        text.AppendLine($"password_file {files.Passwords}");
        text.AppendLine($"acl_file {files.Acl}");
        text.AppendLine("persistence true");
        text.AppendLine($"persistence_location {files.Store}/");
        text.AppendLine($"autosave_interval {options.AutosaveSeconds}");
        // 2.0.11 loses acknowledged messages whenever this limit is above zero and reached; memory is what bounds the queues.
        text.AppendLine("max_queued_messages 0");
        text.AppendLine($"memory_limit {options.MemoryBytesMax}");
        text.AppendLine($"max_packet_size {options.PacketBytesMax}");
        text.AppendLine("set_tcp_nodelay true");
        text.AppendLine("log_dest stderr");
        text.AppendLine("log_timestamp false");
        foreach (var type in (string[])["error", "warning", "notice", "information"])
            text.AppendLine($"log_type {type}");
        text.AppendLine("connection_messages false");
        AddListener(text, new MosquittoListener { Address = options.ListenAddress }, ports.Own);
        if (options.NodeListener is not null)
            AddListener(text, options.NodeListener, ports.Nodes);
        return text.ToString();
    }

    private static void AddListener(StringBuilder text, MosquittoListener listener, int port)
    {
        text.AppendLine($"listener {port} {listener.Address}");
        if (listener.CertificateFile is not null)
        {
            text.AppendLine($"certfile {listener.CertificateFile}");
            text.AppendLine($"keyfile {listener.KeyFile}");
            text.AppendLine("tls_version tlsv1.2");
        }
        if (listener.UserNameIsClientId)
            text.AppendLine("use_username_as_clientid true");
    }
}
