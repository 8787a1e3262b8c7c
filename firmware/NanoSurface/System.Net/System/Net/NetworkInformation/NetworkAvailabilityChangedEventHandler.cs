namespace System.Net.NetworkInformation;

public delegate void NetworkAvailabilityChangedEventHandler(object a, NetworkAvailabilityEventArgs b);
