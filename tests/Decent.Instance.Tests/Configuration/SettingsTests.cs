using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Decent.Instance.Configuration;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.Configuration;

public sealed partial class SettingsTests
{
    // Made by the daemon itself, or no operator's business.
    private static readonly string[] NotSettings = [
        "ConfigurationFile", "Broker.RetrySeconds", "Broker.StopTimeoutSeconds", "Nodes.RetrySeconds", "Enrolment.Broker", "Enrolment.BrokerBudget",
        "Enrolment.Trust"];

    public static TheoryData<string> Keys => [.. InstanceSettings.All.Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_environment_wins_over_the_file_and_a_flag_over_both(string key)
    {
        using var folder = new TempFolder();
        var setting = Find(key);
        var other = Given.Other(setting);
        var file = Given.File(folder, setting, other);

        var fromFile = Given.Of(file);
        Assert.Empty(fromFile.Mistakes);
        Assert.Equal((other, $"file {file}, line 3"), One(fromFile, setting));
        var fromEnvironment = Given.Of(Given.File(folder, setting, Usual(setting) ?? other), [(setting.EnvironmentName, other)]);
        Assert.Equal((other, $"environment {setting.EnvironmentName}"), One(fromEnvironment, setting));
        var fromFlag = Given.Of(file, [(setting.EnvironmentName, Usual(setting) ?? other)], (setting, other));
        Assert.Equal((other, $"flag {setting.Flag}"), One(fromFlag, setting));
        Assert.Equal((Usual(setting) ?? "", "default"), One(Given.Of(), setting));
    }

    [Fact]
    public void Each_setting_changes_its_own_option_and_nothing_else_and_every_option_has_one()
    {
        var usual = Flat(ConfiguredInstance.Options(Given.Of(), "/state"));
        Assert.Equal(Flat(new InstanceOptions { State = "/state" }), usual);
        var covered = new List<string>(NotSettings) { "State" };
        foreach (var setting in InstanceSettings.All.Where(s => s != InstanceSettings.State))
        {
            var other = Given.Other(setting);
            var changed = Flat(ConfiguredInstance.Options(Given.Of(null, null, (setting, other)), "/state"));
            // TLS has a port of its own, which nobody set here.
            var others = setting == InstanceSettings.MqttTls ? (string[])["ConfigurationFile", "Broker.Listen"] : ["ConfigurationFile"];
            var own = Assert.Single(changed, c => c.Value != usual[c.Key] && !others.Contains(c.Key));
            Assert.Equal(setting == InstanceSettings.MqttEnabled ? "true" : other, own.Value.ToLowerInvariant(), ignoreCase: true);
            covered.Add(own.Key);
        }
        Assert.Equal(usual.Keys.Order(), covered.Order());
    }

    [Fact]
    public void No_two_settings_share_a_name_and_each_says_what_it_is_for()
    {
        foreach (var name in (Func<Setting, string>[])[s => s.Key, s => s.Flag, s => s.EnvironmentName])
            Assert.Equal(InstanceSettings.All.Count, InstanceSettings.All.Select(name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(InstanceSettings.All, s => Assert.EndsWith(".", s.Help));
        Assert.Equal("DECENT_INSTANCE_GIT_HTTP_PROCESSES_MAX", InstanceSettings.HttpProcesses.EnvironmentName);
        Assert.Equal("--git-http-processes-max", InstanceSettings.HttpProcesses.Flag);
    }

    [Fact]
    public void A_setting_takes_its_bounds_and_nothing_beyond_them_and_the_options_agree()
    {
        var bounded = InstanceSettings.All.Select(s => (Setting: s, Bounds: Bounds().Match(s.Allowed))).Where(b => b.Bounds.Success).ToList();
        Assert.InRange(bounded.Count, 30, 100);
        foreach (var (setting, bounds) in bounded)
        {
            var (least, most) = (Number(bounds.Groups[1]), Number(bounds.Groups[2]));
            var step = setting.Allowed.StartsWith("seconds", StringComparison.Ordinal) ? 0.001m : 1;
            foreach (var value in (decimal[])[least, most])
                Assert.Null(ConfiguredInstance.Options(Given.Of(null, null, (setting, Text(value))), "/state").Rule());
            foreach (var value in (decimal[])[least - step, most + step])
                Assert.Single(Given.Of(null, null, (setting, Text(value))).Mistakes);
            if (setting.Key.StartsWith("gitHttp.", StringComparison.Ordinal))
                Assert.All((decimal[])[least - step, most + step], value => Assert.NotNull(WithHttp(setting, value).Rule()));
        }
    }

    private static (string Text, string Origin) One(EffectiveConfiguration given, Setting setting) =>
        (string.Join(' ', given.Texts(setting)), given.Origin(setting));

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Options with a value that the setting refuses, put where the setting puts those that it takes.</summary>
    private static SmartHttpOptions WithHttp(Setting setting, decimal value)
    {
        var usual = Flat(new SmartHttpOptions());
        var other = Flat(ConfiguredInstance.Options(Given.Of(null, null, (setting, Given.Other(setting))), "/state").SmartHttp);
        var property = typeof(SmartHttpOptions).GetProperty(other.Single(o => o.Value != usual[o.Key]).Key)!;
        var options = new SmartHttpOptions();
        property.SetValue(options, property.PropertyType == typeof(TimeSpan)
            ? TimeSpan.FromSeconds((double)value)
            : Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        return options;
    }

    private static decimal Number(Group group) => decimal.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string? Usual(Setting setting) => setting.DefaultTexts.Count == 0 ? null : setting.DefaultTexts[0];

    private static Setting Find(string key) => InstanceSettings.All.Single(s => s.Key == key);

    /// <summary>Every value of an object and those below it, by its path.</summary>
    private static SortedDictionary<string, string> Flat(object options, string path = "")
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in options.GetType().GetProperties())
        {
            var value = property.GetValue(options);
            if (value is not (null or IEnumerable) && value.GetType().Assembly == typeof(InstanceOptions).Assembly)
                foreach (var (inner, text) in Flat(value, $"{path}{property.Name}."))
                    flat[inner] = text;
            else
                flat[path + property.Name] = value switch
                {
                    TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                    IEnumerable list and not string => string.Join(' ', list.Cast<object>()),
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                };
        }
        return flat;
    }

    [GeneratedRegex(@"from ([\d.]+) to ([\d.]+)$")]
    private static partial Regex Bounds();
}
