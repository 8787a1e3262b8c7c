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
        private const int LookMs = 5_000;
        private static readonly AutoResetEvent Pause = new AutoResetEvent(false);

        public static void Main()
        {
            BoardRecord record = new BoardRecord();
            Await(record);
            try
            {
                Application application = new Application(record, new TickEntropy(), new ConsoleEvents(), new Pulse());
                Console.WriteLine(application.Run() ? "stopped" : "cannot use the drive");
            }
            catch (Exception e)
            {
                // Mostly a library whose native part this build of the virtual device does not have.
                Console.WriteLine("cannot run here: " + e.ToString());
            }

            // What the adapters' threads do goes on until the device ends.
            Pause.WaitOne();
        }

        // Some builds keep the drive in memory, new at each start: the record is put there while the device runs.
        private static void Await(BoardRecord record)
        {
            BoardFault told = BoardFault.None;
            while (true)
            {
                BoardFault fault = Application.Configure(record);
                if (fault == BoardFault.None) return;
                if (fault != told) Console.WriteLine(Application.ConfigFolder + ": " + BoardFaultText.Of(fault) + "; looking again every 5 s");
                told = fault;
                Pause.WaitOne(LookMs, false);
            }
        }
    }
}
