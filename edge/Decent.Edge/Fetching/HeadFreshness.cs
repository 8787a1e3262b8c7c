using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>
/// Which stored heads are known to be the newest, because every delta of their group has been heard since they were fetched. A gap in a group's
/// sequence, or the loss of the bus, makes all that depend on it unsure again; unsure heads are asked for, nothing more.
/// </summary>
public sealed class HeadFreshness
{
    private const int Groups = 256;

    /// <summary>Sure heads remembered; beyond that all are forgotten and asked for again.</summary>
    private const int SureMax = 100_000;

    private readonly Lock _lock = new();
    private readonly uint[] _sequence = new uint[Groups];
    private readonly bool[] _heard = new bool[Groups];
    private readonly Dictionary<string, long> _sure = new(StringComparer.Ordinal);
    private bool _connected;

    public bool IsSure(Head head)
    {
        lock (_lock)
        {
            return _connected && _sure.TryGetValue(head.Id.Text, out long count) && count == head.Count;
        }
    }

    /// <summary>The authority named this as the newest head just now.</summary>
    public void Confirmed(Head head)
    {
        lock (_lock)
        {
            if (!_connected || !_heard[head.Id.Group])
            {
                return;
            }

            if (_sure.Count >= SureMax)
            {
                _sure.Clear();
            }

            _sure[head.Id.Text] = head.Count;
        }
    }

    /// <summary>The retained state of a group, at connect or after a commit.</summary>
    public void Manifest(byte group, uint sequence)
    {
        lock (_lock)
        {
            if (_heard[group] && _sequence[group] != sequence)
            {
                Doubt(group);
            }

            _heard[group] = true;
            _sequence[group] = sequence;
        }
    }

    /// <summary>Commits of a group; <paramref name="changed"/> is the resource's id where this edge knows it.</summary>
    public void Delta(byte group, uint sequence, int entries, string? changed)
    {
        lock (_lock)
        {
            if (changed is not null)
            {
                _sure.Remove(changed);
            }

            if (_heard[group] && sequence == _sequence[group])
            {
                return;
            }

            if (!_heard[group] || sequence != _sequence[group] + (uint)entries)
            {
                Doubt(group);
            }

            _heard[group] = true;
            _sequence[group] = sequence;
        }
    }

    public void Connected()
    {
        lock (_lock)
        {
            _connected = true;
        }
    }

    public void Disconnected()
    {
        lock (_lock)
        {
            _connected = false;
            _sure.Clear();
            Array.Clear(_heard);
        }
    }

    private void Doubt(byte group)
    {
        foreach (string id in _sure.Keys.ToArray())
        {
            if (ResourceId.TryParse(id, out ResourceId? resource, out _) && resource.Group == group)
            {
                _sure.Remove(id);
            }
        }
    }
}
