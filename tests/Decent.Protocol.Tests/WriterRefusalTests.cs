using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;
using Decent.Protocol.Tests.Forms;

namespace Decent.Protocol.Tests;

public sealed class WriterRefusalTests
{
    private readonly byte[] _buffer = new byte[2048];

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    [InlineData(int.MaxValue)]
    public void A_question_of_no_or_too_many_tags_is_not_written(int count) => Assert.Equal(0, new WantBlocks { Count = count }.Write(_buffer));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(255)]
    public void A_request_of_no_or_impossible_chunks_is_not_written(byte missing) => Assert.Equal(0, new Get { Missing = missing }.Write(_buffer));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 4, 1344)]
    [InlineData(1, 1, 10)]
    [InlineData(0, 2, 10)]
    [InlineData(1, 2, 0)]
    [InlineData(0, 1, 1345)]
    [InlineData(0, 1, -1)]
    public void A_chunk_that_cannot_be_is_not_written(byte chunk, byte of, int length) =>
        Assert.Equal(0, new Data { Chunk = chunk, Of = of, Length = length }.Write(_buffer, new byte[2048], 0));

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    [InlineData(-1)]
    public void A_log_of_no_or_too_many_records_is_not_written(int count) => Assert.Equal(0, new LogChunk { Count = count }.Write(_buffer));

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(-1)]
    public void A_delta_of_no_or_too_many_entries_is_not_written(int count) => Assert.Equal(0, new Delta { Count = count }.Write(_buffer));

    [Fact]
    public void A_full_delta_takes_no_more()
    {
        Delta delta = new();
        for (int i = 0; i < Delta.EntriesMax; i++)
        {
            Assert.True(delta.Add([1], [2], [3], 4, 5));
        }

        Assert.False(delta.Add([1], [2], [3], 4, 5));
        Assert.Equal(952, delta.Write(_buffer));
    }

    [Fact]
    public void A_birth_with_a_long_version_is_not_written() => Assert.Equal(0, new Birth { Software = new byte[33] }.Write(_buffer));

    [Fact]
    public void No_message_is_written_into_a_buffer_that_is_too_short()
    {
        HashSet<string> fixedInSize = ["will", "run-record", "block-record"];
        foreach (Vector vector in WireDocument.Read.Vectors.Where(vector => !fixedInSize.Contains(vector.Kind)))
        {
            if (RuleVectors.All.ContainsKey(vector.Kind))
            {
                continue;
            }

            IMessageForm form = MessageForms.Of(vector.Kind);
            int count = form.Write(vector.Fields, _buffer);
            for (int size = 0; size < count; size++)
            {
                Assert.Equal(0, form.Write(vector.Fields, new byte[size]));
            }
        }
    }
}
