using System;
using System.Threading;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using nanoFramework.Runtime.Native;

namespace Decent.Firmware.Device
{
    /// <summary>The board's composition. Whatever goes wrong ends in a pause and a restart; a board that cannot know who it is says so and waits.</summary>
    public static class Program
    {
        private const int RestartMs = 60_000;

        public static void Main()
        {
            BoardConfig? config = ConfigFile.Read();
            Identity identity = new Identity();
            string problem = "put the file of 'decent-instance nodes add' there";
            if (config == null || !IdentityReader.TryRead(config, identity, out problem))
            {
                Console.WriteLine(ConfigFile.Path + ": " + problem);
                new AutoResetEvent(false).WaitOne();
                return;
            }

            try
            {
                if (Wifi.Join(config)) Serve(config, identity);
                else Console.WriteLine("no Wi-Fi: check name and password");
            }
            catch (Exception e)
            {
                Console.WriteLine(e.ToString());
            }

            new AutoResetEvent(false).WaitOne(RestartMs, false);
            Power.RebootDevice(RebootOption.NormalReboot);
        }

        private static void Serve(BoardConfig config, Identity identity)
        {
            NodeOptions options = new NodeOptions();
            options.OfferedBytesPerSecond = config.OfferedBytesPerSecond;
            options.Cache.Blocks = config.Blocks;
            NodePorts ports = new NodePorts(new LanSocket(config.Port), new BusClient(identity), new HttpGet(),
                new FlashDrive("I:\\decent\\c"), new FlashDrive("I:\\decent\\j"),
                new NativeHmac(), new NativeCrc(), new BoardClock(), new BoardEntropy(), new ConsoleEvents());
            ports.Bootstrap = new BootstrapJson();
            ports.Memory = new BoardMemory();
            Node node = new Node(options, identity, ports);
            if (node.Start()) node.Run();
        }
    }
}
