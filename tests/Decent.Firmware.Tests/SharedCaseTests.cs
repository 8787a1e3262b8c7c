using System.Reflection;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Tests.Cases;

namespace Decent.Firmware.Tests;

/// <summary>The device's own cases, run here too.</summary>
public sealed class SharedCaseTests
{
    public static TheoryData<string, string> Cases =>
        [.. from type in typeof(CodecCases).Assembly.GetTypes()
            where type.Namespace == typeof(CodecCases).Namespace && type.IsPublic
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            select (type.FullName!, method.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_of_the_device_holds_here(string type, string method)
    {
        var found = typeof(CodecCases).Assembly.GetType(type)!.GetMethod(method)!;
        object[] arguments = found.GetParameters().Length == 0 ? [] : [new HostHmac()];
        Assert.Equal("", found.Invoke(null, arguments));
    }

    [Fact]
    public void There_are_cases_of_each_kind() => Assert.InRange(Cases.Select(row => row.Data.Item1).Distinct().Count(), 6, 100);
}
