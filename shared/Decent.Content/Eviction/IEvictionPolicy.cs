namespace Decent.Content.Eviction;

/// <summary>
/// Which objects go when room is needed: names and sizes, no content and no clock. A name is the number of the object's row in the index. Not
/// thread-safe.
/// </summary>
public interface IEvictionPolicy
{
    /// <summary>Objects that it knows.</summary>
    int Count { get; }

    /// <summary>Whether it matters how often an object was used, and not only when last.</summary>
    bool CountsUses => false;

    /// <summary>A new object; one that it knows already is a use of it.</summary>
    void Add(long name, long bytes);

    /// <summary>Somebody asked for the object. One that it does not know is passed over.</summary>
    void Use(long name);

    /// <summary>The object is gone, or is not to go any more, by another decision. One that it does not know is passed over.</summary>
    void Remove(long name);

    /// <summary>
    /// The newest commit of a resource that has this object, in seconds since 1970, 0 when none is known. Only a policy that orders by it looks at it.
    /// </summary>
    void Maintain(long name, long committed)
    {
    }

    /// <summary>
    /// One step: takes the next object out, in a policy that says so more than one, and appends each to <paramref name="victims"/>. Those for which
    /// <paramref name="isHeld"/> holds stay. False when nothing may go.
    /// </summary>
    bool TryEvict(Func<long, bool> isHeld, ICollection<long> victims);
}
