using System;
using System.Threading;
using Decent.Firmware.Device;
using Decent.Firmware.Signals;
using Decent.Protocol;
using nanoFramework.Runtime.Native;

namespace Decent.Firmware.Board
{
    /// <summary>The board's composition. Whatever goes wrong ends in a pause and a restart; a board that does not know who it is says so and waits.</summary>
    public static class Program
    {
        private const int BeatMs = 1_000;
        private const int FaultBeats = 30;
        private const int JoinAttempts = 90;
        private static readonly AutoResetEvent Pause = new AutoResetEvent(false);
        private static readonly LedPattern Pattern = new LedPattern();
        private static readonly Pulse Pulse = new Pulse();

        public static void Main()
        {
            BoardRecord record = new BoardRecord();
            BoardFault fault = Application.Configure(record);
            bool known = fault == BoardFault.None;
            BoardModel model = BoardModels.Of(known ? record.Board : BoardKind.Esp32);
            new Supervisor(new Led(model, known ? record.LedPin : BoardRecord.UsualLed), Pattern, Pulse);
            if (!known)
            {
                Console.WriteLine(Application.ConfigFolder + ": " + BoardFaultText.Of(fault));
                Pattern.Show(LedState.NoConfiguration);
                // The flashing tool restarts the board.
                while (true) Wait(1);
            }

            try
            {
                if (Join()) Serve(record);
            }
            catch (Exception e)
            {
                Console.WriteLine(e.ToString());
                Pattern.Show(LedState.Fault);
                Wait(FaultBeats);
            }

            Power.RebootDevice(RebootOption.NormalReboot);
        }

        // Half an hour: whoever has no network does not need to be started again more often.
        private static bool Join()
        {
            for (int i = 0; i < JoinAttempts; i++)
            {
                Pulse.Beat();
                if (Wifi.Join()) return true;
                Wait(1);
            }

            return false;
        }

        private static void Serve(BoardRecord record)
        {
            LedEvents events = new LedEvents(Pattern, new ConsoleEvents());
            Application application = new Application(record, new BoardEntropy(), events, Pulse);
            new WifiKeeper(application);
            if (application.Run()) return;
            Pattern.Show(LedState.Fault);
            Wait(FaultBeats);
        }

        private static void Wait(int beats)
        {
            for (int i = 0; i < beats; i++)
            {
                Pulse.Beat();
                Pause.WaitOne(BeatMs, false);
            }
        }
    }
}
