namespace nanoFramework.Json.Resolvers;

public delegate void SetValueDelegate(object a, object b);
