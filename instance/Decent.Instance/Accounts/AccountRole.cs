namespace Decent.Instance.Accounts;

/// <summary>What an account of a person or a tool may do at the broker.</summary>
public enum AccountRole
{
    /// <summary>Reads what nodes and instances say; not what is said to nodes, where keys of runs pass.</summary>
    Watcher,

    /// <summary>Reads what is shown to Home Assistant, keeps its discovery, presses buttons.</summary>
    HomeAssistant,
}
