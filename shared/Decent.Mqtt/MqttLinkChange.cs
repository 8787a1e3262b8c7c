namespace Decent.Mqtt;

/// <summary>A change of state.</summary>
/// <param name="State">The state entered.</param>
/// <param name="Connection">
/// The attempt it belongs to, from 1; 0 before the first. The same number that <see cref="MqttLinkOptions.WillFor"/> was asked with,
/// so that a birth can name the link that its will names.
/// </param>
public readonly record struct MqttLinkChange(MqttLinkState State, int Connection);
