namespace Decent.Instance.Git;

/// <summary>One line of <c>node-info.csv</c>.</summary>
/// <param name="Name">Node name, <c>[a-z0-9-]{4,32}</c>.</param>
/// <param name="Certification">First 16 bytes of sha256(node key) in hexadecimal: tells keys apart, and tells no key.</param>
/// <param name="Added">UTC time of enrolment.</param>
public sealed record NodeRow(string Name, string Certification, DateTimeOffset Added);
