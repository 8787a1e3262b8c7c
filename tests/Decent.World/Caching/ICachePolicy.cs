namespace Decent.World.Caching;

/// <summary>What a cache keeps, without the content.</summary>
public interface ICachePolicy
{
    /// <summary>Objects written so far.</summary>
    long Writes { get; }

    /// <summary>One request; whether the object was there. What is missing may be fetched and written.</summary>
    bool Ask(int wanted);
}
