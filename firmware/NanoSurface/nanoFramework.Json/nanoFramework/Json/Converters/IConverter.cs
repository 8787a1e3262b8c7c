namespace nanoFramework.Json.Converters;

public interface IConverter
{
    object ToType(object a);
    string ToJson(object a);
}
