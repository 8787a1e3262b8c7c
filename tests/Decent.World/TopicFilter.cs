namespace Decent.World;

/// <summary>MQTT topic filters: + for one level, # for all that follow, the parent level included.</summary>
public static class TopicFilter
{
    public static bool Matches(string filter, string topic)
    {
        string[] wanted = filter.Split('/');
        string[] given = topic.Split('/');
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#") return true;
            if (i >= given.Length || (wanted[i] != "+" && wanted[i] != given[i])) return false;
        }

        return wanted.Length == given.Length;
    }
}
