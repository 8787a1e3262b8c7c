using System.Net;
using Decent.Content;
using Decent.Hosting.Identity;

namespace Decent.Instance.Enrolment;

/// <summary>A node that introduced itself.</summary>
/// <param name="Name">A valid name that it would like to have.</param>
/// <param name="Kind">edge or board.</param>
/// <param name="Key">What it made for this once; two of one name are told apart by it.</param>
/// <param name="From">Where it asked from; null unknown.</param>
/// <param name="Since">UTC time when it asked first.</param>
/// <param name="Heard">UTC time when it asked last.</param>
/// <param name="Answer">Its sealed credentials once it is approved.</param>
public sealed record WaitingNode(
    string Name, string Kind, HeadKey Key, IPAddress? From, DateTimeOffset Since, DateTimeOffset Heard, EnrolmentAnswer? Answer)
{
    /// <summary>What its person and the operator compare.</summary>
    /// <param name="instance">The instance's current key.</param>
    public string CodeWith(HeadKey instance) => EnrolmentCode.Of(Name, Key, instance);
}
