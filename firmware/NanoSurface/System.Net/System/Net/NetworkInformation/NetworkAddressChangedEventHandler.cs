namespace System.Net.NetworkInformation;

public delegate void NetworkAddressChangedEventHandler(object a, EventArgs b);
