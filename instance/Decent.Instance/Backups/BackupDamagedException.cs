namespace Decent.Instance.Backups;

/// <summary>A file is no whole backup; the message says what is wrong with it.</summary>
internal sealed class BackupDamagedException(string message, Exception? cause = null) : Exception(message, cause);
