namespace Decent.Content.Eviction;

/// <summary>
/// The object of the resource whose last commit is oldest goes first, and of those the longest unused. An object of no known resource goes before all.
/// </summary>
public sealed class LeastMaintained : IEvictionPolicy
{
    private readonly Dictionary<long, Place> _places = [];
    private readonly SortedSet<Place> _order = [];
    private long _uses;

    /// <inheritdoc/>
    public int Count => _places.Count;

    /// <inheritdoc/>
    public void Add(long name, long bytes) => Put(name, _places.GetValueOrDefault(name).Committed);

    /// <inheritdoc/>
    public void Use(long name)
    {
        if (_places.TryGetValue(name, out Place place))
        {
            Put(name, place.Committed);
        }
    }

    /// <inheritdoc/>
    public void Maintain(long name, long committed)
    {
        if (_places.Remove(name, out Place place))
        {
            _order.Remove(place);
            Put(place with { Committed = committed });
        }
    }

    /// <inheritdoc/>
    public void Remove(long name)
    {
        if (_places.Remove(name, out Place place))
        {
            _order.Remove(place);
        }
    }

    /// <inheritdoc/>
    public bool TryEvict(Func<long, bool> isHeld, ICollection<long> victims)
    {
        foreach (Place place in _order)
        {
            if (!isHeld(place.Name))
            {
                Remove(place.Name);
                victims.Add(place.Name);
                return true;
            }
        }

        return false;
    }

    private void Put(long name, long committed)
    {
        Remove(name);
        Put(new Place(committed, ++_uses, name));
    }

    private void Put(Place place)
    {
        _places[place.Name] = place;
        _order.Add(place);
    }

    private readonly record struct Place(long Committed, long Used, long Name) : IComparable<Place>
    {
        public int CompareTo(Place other) => Committed != other.Committed ? Committed.CompareTo(other.Committed) : Used.CompareTo(other.Used);
    }
}
