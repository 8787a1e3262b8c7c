namespace Decent.Protocol
{
    /// <summary>
    /// One number for one thing that happened, on every tier: the log's event id on edge and instance, two bytes on a device. Hundreds are rooms:
    /// 1 node, 2 lookup, 3 answering, 4 store, 5 bus, 6 git, 7 availability, 8 power, 9 gateway. Decent.Content and Decent.Mqtt refer to nothing
    /// of ours and write their numbers out; a test compares.
    /// </summary>
    public static class EventCode
    {
        public const int NodeStarted = 100;
        public const int NodeStopped = 101;
        public const int NodeFailed = 102;
        public const int NodeEnrolled = 103;
        public const int NodeRemoved = 104;
        public const int NodeBorn = 105;
        public const int NodeGone = 106;
        public const int NodesRebuilt = 107;
        public const int NodesUnstored = 108;
        public const int BootstrapTaken = 110;
        public const int BootstrapFailed = 111;
        public const int BootstrapKept = 112;
        public const int ClockDiffers = 113;
        public const int NodeRestarting = 114;
        public const int NodeIdentified = 115;
        public const int BootstrapUnkept = 116;
        public const int InstanceNotAlive = 117;
        public const int EdgeNotAlive = 118;
        public const int NodesUnwatched = 120;
        public const int NodeSettingsChanged = 121;
        public const int NodeRotated = 122;
        public const int NodeSwept = 123;
        public const int NodeUnswept = 124;
        public const int NodeAsked = 125;
        public const int NodeApproved = 126;
        public const int AccountAdded = 127;
        public const int AccountRemoved = 128;
        public const int InstanceKeyMade = 130;
        public const int InstanceKeyRotated = 131;

        public const int LookupEnded = 200;
        public const int LookupAsleep = 201;
        public const int PeerQuarantined = 202;
        public const int PeerFailed = 203;
        public const int InstanceAway = 204;
        public const int InstanceBack = 205;
        public const int HeadNotBelieved = 230;
        public const int HeadOlder = 231;
        public const int HeadConflict = 232;
        public const int KeysLearned = 233;
        public const int KeysForked = 234;
        public const int CatchUpEnded = 235;
        public const int CatchUpBroken = 236;
        public const int InstanceBehind = 237;

        public const int SocketFailed = 302;

        public const int StoreRebuilt = 400;
        public const int StoreDamaged = 401;
        public const int StoreRefused = 403;
        public const int StoreCompared = 405;
        public const int StoreCleared = 406;
        public const int PinMissing = 407;
        public const int PinWhole = 408;
        public const int ScrubFailed = 409;
        public const int Repaired = 410;
        public const int RepairMissing = 411;

        public const int BusConnected = 500;
        public const int BusLost = 501;
        public const int BusRefused = 502;
        public const int BrokerStarted = 503;
        public const int BrokerStopped = 504;
        public const int BrokerSaid = 505;
        public const int FrameMalformed = 506;
        public const int FrameDropped = 507;
        public const int CommitRelayed = 509;
        public const int RelayOverflow = 510;
        public const int RelayRefused = 511;
        public const int RelayFailed = 512;
        public const int BrokerListening = 513;
        public const int BrokerUsersFailed = 514;
        public const int BrokerNotRestarted = 516;
        public const int BrokerUsersWritten = 517;
        public const int BrokerCertificateMade = 518;
        public const int BrokerCertificateFailed = 519;
        public const int LinkConnected = 520;
        public const int LinkEnded = 521;
        public const int LinkSubscriptionRefused = 522;
        public const int LinkMessageTooLarge = 523;
        public const int LinkFailed = 524;
        public const int LinkClosed = 525;
        public const int LinkInboxFull = 526;
        public const int BrokerNotManaged = 527;
        public const int BrokerAuthorityEnds = 528;
        public const int BrokerAuthorityTooLarge = 529;
        public const int DownFrameDropped = 530;
        public const int CommandTaken = 531;
        public const int CommandUnkept = 532;
        public const int NodeWordUnsaid = 540;
        public const int NodeVoiceFailed = 541;
        public const int NodeCommanded = 542;
        public const int HaNotTold = 550;
        public const int HaNotSent = 551;
        public const int HaHidden = 552;
        public const int HaPressed = 553;
        public const int HaNotPressed = 554;
        public const int HaPressFailed = 555;

        public const int RepositoryMade = 600;
        public const int VersionCommitted = 601;
        public const int IndexRebuilt = 602;
        public const int IndexReplayed = 603;
        public const int GitSwept = 604;
        public const int GitOverBudget = 605;
        public const int InfoFailed = 606;
        public const int VersionLost = 607;
        public const int BranchForeign = 608;
        public const int PublishHalfWay = 609;
        public const int RelayNotTaken = 610;
        public const int TidyFailed = 611;
        public const int GitOrphanEnded = 612;
        public const int BackupSent = 615;
        public const int BackupFailed = 616;
        public const int BackupKept = 617;
        public const int GitServed = 620;
        public const int GitRequestFailed = 621;
        public const int GitDeclined = 622;

        public const int RunStarted = 700;
        public const int RunLost = 701;
        public const int RunGranted = 702;
        public const int RunKeyUnkept = 703;
        public const int RunJudged = 704;
        public const int RunRecordsOverwritten = 705;
        public const int RunOpened = 710;
        public const int RunRevoked = 711;
        public const int RunClaimRefused = 712;
        public const int RunGaspRefused = 713;

        public const int PowerArmed = 800;
        public const int PowerMoved = 801;
        public const int PowerSealed = 802;
        public const int PowerSealLate = 803;
        public const int PowerSealOpen = 804;
        public const int PowerSealFailed = 805;
        public const int PowerLineFailed = 806;
        public const int PowerCommand = 807;
        public const int PowerCommandFailed = 808;
        public const int PowerStart = 809;
        public const int PowerWaits = 810;
        public const int PowerGaspFailed = 811;
        public const int PowerGaugeFailed = 812;

        public const int GatewayFailed = 900;
        public const int GatewayAborted = 901;
        public const int ContentRecovered = 902;
        public const int ContentNotRecovered = 903;
    }
}
