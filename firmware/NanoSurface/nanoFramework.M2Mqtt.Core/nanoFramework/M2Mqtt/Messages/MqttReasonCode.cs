namespace nanoFramework.M2Mqtt.Messages;

public enum MqttReasonCode
{
    Success = 0,
    ClientIdentifierNotValid = 133,
    BadUserNameOrPassword = 134,
    NotAuthorized = 135,
    ConnectionRefusedIdentifierRejected = 2,
    ConnectionRefusedBadUserNameOrPassword = 4,
    ConnectionRefusedNotAuthorized = 5,
}
