using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Firmware.Signals;
using Decent.Protocol;

namespace Decent.Firmware.Device
{
    /// <summary>The node on nanoFramework, the same on a board and on the virtual device: network up, drive I:.</summary>
    public sealed class Application
    {
        public const string ConfigFolder = FlashDrive.Root + "\\config";

        // What home networks have, where the address is all that is known.
        private const uint UsualMask = 0xFFFFFF00;
        private readonly Node _node;

        /// <summary><paramref name="record"/> was read without a fault; the network is up.</summary>
        public Application(BoardRecord record, IEntropy entropy, IEventSink events, Pulse pulse)
        {
            BoardMemory memory = new BoardMemory();
            NodeOptions options = OptionsReader.Of(record);
            options.Cache.BlocksMost = HeapRoom.Blocks(memory.FreeBytes);
            Identity identity = IdentityReader.Of(record);
            NodePorts ports = new NodePorts(new PulsedUdp(OpenLan(record), pulse), new BusClient(identity), new HttpGet(),
                new FlashDrive("c"), new FlashDrive("j"), new NativeHmac(), new NativeCrc(), new BoardClock(), entropy, events);
            ports.Bootstrap = new BootstrapJson(memory);
            ports.Memory = memory;
            _node = new Node(options, identity, ports);
        }

        /// <summary>Makes the drive's folders and reads the configuration.</summary>
        public static BoardFault Configure(BoardRecord into)
        {
            FlashDrive folder = new FlashDrive("config");
            // The flashing tool puts files into folders that are there.
            BoardFault fault = folder.Make() ? new ConfigStore(folder).Read(into) : BoardFault.Missing;
            return fault != BoardFault.None || into.IsFor(LanInterface.Mac) ? fault : BoardFault.OtherBoard;
        }

        /// <summary>Serves until <see cref="RequestStop"/>. False when it could not start.</summary>
        public bool Run()
        {
            if (!_node.Start()) return false;
            _node.Run();
            return true;
        }

        /// <summary>From any thread; <see cref="Run"/> returns soon after.</summary>
        public void RequestStop() => _node.RequestStop();

        private static LanSocket OpenLan(BoardRecord record)
        {
            uint address = LanInterface.Address;
            uint mask = LanInterface.Mask;
            if (address == 0) address = LanRoute.Source(record);
            return new LanSocket(record.UdpPort, address, address != 0 && mask == 0 ? UsualMask : mask);
        }
    }
}
