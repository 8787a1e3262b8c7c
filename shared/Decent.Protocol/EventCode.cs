namespace Decent.Protocol
{
    /// <summary>
    /// One number for one thing that happened, on every tier: the log's event id on edge and instance, two bytes on a device.
    /// Hundreds are rooms: 1 node, 2 lookup, 3 answering, 4 store, 5 bus, 6 git, 7 availability, 8 power, 9 gateway.
    /// </summary>
    public static class EventCode
    {
        public const int NodeStarted = 100;
        public const int NodeStopped = 101;
        public const int NodeFailed = 102;
        public const int SettingRefused = 103;

        public const int LookupEnded = 200;
        public const int LookupAsleep = 201;
        public const int PeerQuarantined = 202;
        public const int PeerFailed = 203;
        public const int InstanceAway = 204;
        public const int InstanceBack = 205;

        public const int DatagramMalformed = 300;
        public const int AnswerLimited = 301;
        public const int SocketFailed = 302;

        public const int StoreRebuilt = 400;
        public const int StoreDamaged = 401;
        public const int StoreEvicted = 402;
        public const int StoreRefused = 403;
        public const int StoreLeftover = 404;

        public const int BusConnected = 500;
        public const int BusLost = 501;
        public const int BusRefused = 502;
        public const int BrokerStarted = 503;
        public const int BrokerStopped = 504;
        public const int BrokerSaid = 505;
        public const int FrameMalformed = 506;
        public const int NodeBorn = 507;
        public const int NodeDied = 508;
        public const int CommitRelayed = 509;
        public const int CommitHeard = 510;

        public const int RepositoryMade = 600;
        public const int VersionCommitted = 601;
        public const int IndexRebuilt = 602;
        public const int IndexReplayed = 603;
        public const int GitFailed = 604;
        public const int PublishRefused = 605;

        public const int RunStarted = 700;
        public const int RunLost = 701;

        public const int GatewayFailed = 900;
        public const int GatewayAborted = 901;
    }
}
