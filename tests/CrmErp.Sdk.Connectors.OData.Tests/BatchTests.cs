using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors.OData.Batch;

namespace CrmErp.Sdk.Connectors.OData.Tests;

public class BatchTests
{
    private static readonly ODataBatchItem[] Items =
    [
        new("1", HttpMethod.Post, "companies(1)/customers") { Body = "{\"displayName\":\"Nordlicht AG\"}"u8.ToArray() },
        new("2", HttpMethod.Patch, "companies(1)/items(2)") { Body = "{\"unitPrice\":12.5}"u8.ToArray(), Headers = [new("If-Match", "W/\"x\"")] },
        new("3", HttpMethod.Delete, "companies(1)/items(3)") { Headers = [new("If-Match", "*")] },
    ];

    [Fact]
    public void The_JSON_form_is_what_the_standard_says() =>
        Encoding.UTF8.GetString(JsonBatch.Write(Items).Span).Should().Be(
            """{"requests":[{"id":"1","method":"POST","url":"companies(1)/customers","headers":{"Content-Type":"application/json"},"body":{"displayName":"Nordlicht AG"}},""" +
            """{"id":"2","method":"PATCH","url":"companies(1)/items(2)","headers":{"Content-Type":"application/json","If-Match":"W/\"x\""},"body":{"unitPrice":12.5}},""" +
            """{"id":"3","method":"DELETE","url":"companies(1)/items(3)","headers":{"If-Match":"*"}}]}""");

    [Fact]
    public void JSON_answers_are_read_in_any_order_and_with_members_nobody_knows()
    {
        var answers = JsonBatch.Read("""{"@x":1,"responses":[{"id":"2","status":400,"headers":{"Content-Type":"application/json"},"body":{"error":{"code":"C","message":"m"}},"extra":[1]},{"status":204,"id":"1","headers":null},{"id":null,"status":"201","body":null}]}"""u8.ToArray());

        answers.Select(a => (a.Id, a.Status)).Should().Equal(("2", 400), ("1", 204), ("3", 201));
        ODataError.TryParse(answers[0].Body)!.Code.Should().Be("C");
        answers[0].Headers["content-type"].Should().Be("application/json");
        answers[1].Body.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"responses\":[{\"id\":\"1\"}]}")]
    [InlineData("{\"responses\":[{\"id\":\"1\",\"status\":200")]
    public void What_is_no_batch_answer_is_an_error(string body) =>
        FluentActions.Invoking(() => JsonBatch.Read(Encoding.UTF8.GetBytes(body))).Should().Throw<JsonException>();

    [Fact]
    public void Multipart_answers_are_read_through_change_sets()
    {
        ODataBatchItem[] items = [Items[0], Items[1] with { Group = "g" }, Items[2] with { Group = "g" }, Items[0] with { Id = "4", Group = "h" }, Items[1] with { Id = "5", Group = "h" }];
        var body = string.Join("\r\n",
            "--b", "Content-Type: application/http", "", "HTTP/1.1 201 Created", "Content-Type: application/json", "", "{\"id\":1}",
            "--b", "Content-Type: multipart/mixed; boundary=bc", "",
            "--bc", "Content-Type: application/http", "Content-ID: 3", "", "HTTP/1.1 204 No Content", "ETag: W/\"9\"", "", "",
            "--bc", "Content-Type: application/http", "Content-ID: 2", "", "HTTP/1.1 200 OK", "", "{\"id\":2}", "--bc--",
            "--b", "Content-Type: application/http", "", "HTTP/1.1 400 Bad Request", "Content-Type: application/json", "", "{\"error\":{\"code\":\"X\",\"message\":{\"lang\":\"en\",\"value\":\"no\"}}}", "--b--", "");

        var answers = MultipartBatch.Read(Encoding.UTF8.GetBytes(body), "b", items);

        answers.Select(a => (a.Id, a.Status)).Should().Equal(("1", 201), ("3", 204), ("2", 200), ("4", 400), ("5", 400));
        answers[1].Headers["ETag"].Should().Be("W/\"9\"");
        answers[1].Body.IsEmpty.Should().BeTrue();
        ODataError.TryParse(answers[4].Body)!.Message.Should().Be("no");
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n")]
    [InlineData("--b\r\n\r\nhello\r\n--b--")]
    public void A_multipart_answer_that_is_cut_or_none_is_an_error(string body) =>
        FluentActions.Invoking(() => MultipartBatch.Read(Encoding.UTF8.GetBytes(body), "b", Items)).Should().Throw<InvalidDataException>();

    [Fact]
    public void A_header_cannot_smuggle_another_one() =>
        FluentActions.Invoking(() => MultipartBatch.Write([new("1", HttpMethod.Get, "a\r\nX: y")], "b")).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("""{"error":{"code":"A","message":"m","target":"name","details":[{"code":"B"}],"innererror":{"errordetails":[{"code":"C"}]}}}""", "A", "m", "name", "B,C")]
    [InlineData("""{"error":{"code":"A/1","message":{"lang":"en","value":"m"}}}""", "A/1", "m", null, "")]
    [InlineData("""{"error":{"message":"m"}}""", "", "m", null, "")]
    public void Error_envelopes_of_both_versions_are_read(string body, string code, string message, string? target, string details)
    {
        var error = ODataError.TryParse(Encoding.UTF8.GetBytes(body))!;

        (error.Code, error.Message, error.Target, string.Join(',', error.DetailCodes)).Should().Be((code, message, target, details));
        error.ToString().Should().NotContain("m", "the words may carry values");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>502</html>")]
    [InlineData("{\"error\":\"text\"}")]
    [InlineData("[]")]
    public void What_is_no_error_envelope_is_none(string body) =>
        ODataError.TryParse(Encoding.UTF8.GetBytes(body)).Should().BeNull();
}
