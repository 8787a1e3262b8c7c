using Microsoft.Extensions.Logging; using System; using System.Threading; using System.Threading.Tasks; using System.Diagnostics.CodeAnalysis;
namespace Decent.Content;
public sealed class ContentReader : IDisposable { public int LeafCount; public void Dispose(){} public ValueTask<int> ReadLeafAsync(int l, Memory<byte> b, CancellationToken c)=>throw new NotSupportedException(); }
public sealed class ContentStore : IDisposable {
 public static ContentStore Open(ContentStoreOptions o, TimeProvider t, ILogger<ContentStore> l)=>throw new NotSupportedException();
 public Task<Manifest> ImportAsync(string f, IProgress<long>? b, CancellationToken c)=>throw new NotSupportedException();
 public bool TryGetManifest(Cid r, [NotNullWhen(true)] out Manifest? m)=>throw new NotSupportedException();
 public void PutManifest(Manifest m){}
 public bool TryGetHead(ResourceId id, [NotNullWhen(true)] out Head? h)=>throw new NotSupportedException();
 public bool PutHead(Head h)=>false; public ContentReader? OpenObject(Cid f)=>null; public void Dispose(){} }
