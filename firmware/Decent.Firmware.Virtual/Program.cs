using System;
using System.Threading;
using Decent.Firmware.Device;
using Decent.Firmware.Signals;
using Decent.Protocol;

namespace Decent.Firmware.Virtual
{
    /// <summary>The node on nanoFramework's virtual device: the network is up and the clock is set, and nothing is to be lit or started again.</summary>
    public static class Program
    {
        public static void Main()
        {
            BoardRecord record = new BoardRecord();
            BoardFault fault = Application.Configure(record);
            if (fault != BoardFault.None)
            {
                Console.WriteLine(Application.ConfigFolder + ": " + BoardFaultText.Of(fault));
                return;
            }

            Application application = new Application(record, new TickEntropy(), new ConsoleEvents(), new Pulse());
            Console.WriteLine(application.Run() ? "stopped" : "cannot use the drive");
            // What the adapters' threads do goes on until the device ends.
            new AutoResetEvent(false).WaitOne();
        }
    }
}
