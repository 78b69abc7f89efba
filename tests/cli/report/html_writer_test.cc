// What files and people say becomes harmless in a page, and what scripts read comes back as it was.
#include "cli/report/html_writer.h"

#include <gtest/gtest.h>

#include "cli/report/report_page.h"
#include "io/memory_stream.h"

namespace llmzip::cli {
namespace {

std::string Written(const std::vector<Bytes>& pieces) {
  Bytes page;
  MemorySink sink(&page);
  HtmlWriter html(sink);
  for (const Bytes& piece : pieces) html.Base64(piece);
  html.EndBase64();
  EXPECT_TRUE(html.Finish().ok());
  return {page.begin(), page.end()};
}

TEST(HtmlWriter, WritesBase64) {
  EXPECT_EQ(Written({}), "");
  EXPECT_EQ(Written({{'f'}}), "Zg==");
  EXPECT_EQ(Written({{'f', 'o'}}), "Zm8=");
  EXPECT_EQ(Written({{'f', 'o', 'o'}}), "Zm9v");
  EXPECT_EQ(Written({{'f'}, {}, {'o', 'o', 'b'}}), "Zm9vYg==");
  EXPECT_EQ(Written({{0xFF, 0xEF, 0xBE}}), "/+++");
}

TEST(HtmlText, LeavesNothingToHtmlAndTerminals) {
  EXPECT_EQ(HtmlText("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&#39;");
  EXPECT_EQ(HtmlText("\x1b[31m\n"), "\\x1b[31m\\n");
  EXPECT_EQ(HtmlText("\xff"), "\\xff");
  EXPECT_EQ(HtmlText("\xe2\x80\xae"), "\\u202e");
  EXPECT_EQ(HtmlText("&amp;"), "&amp;amp;");
  EXPECT_EQ(JsonInHtml("{\"a\":\"</script><!--\"}"), "{\"a\":\"\\u003c/script>\\u003c!--\"}");
}

class FullSink final : public ByteSink {
 public:
  Status Write(std::span<const std::uint8_t> /*bytes*/) override {
    ++writes;
    return Status::IoError("full");
  }
  int writes = 0;
};

TEST(HtmlWriter, RemembersThatADiskIsFull) {
  FullSink sink;
  HtmlWriter html(sink);
  for (int i = 0; i < 50; ++i) html.Raw(std::string(10000, 'x'));
  EXPECT_EQ(html.Finish().code(), StatusCode::kIoError);
  EXPECT_EQ(sink.writes, 1);
  EXPECT_EQ(WriteReport({}, {}, sink).code(), StatusCode::kIoError);
}

TEST(CostCode, IsWithinTwoPercent) {
  EXPECT_EQ(CostCode(0), 0);
  EXPECT_EQ(CostOfCode(0), 0);
  for (double bits = 0; bits < 80; bits += 0.013) {
    EXPECT_NEAR(CostOfCode(CostCode(bits)), bits, 0.009 * (1 + bits));
  }
  EXPECT_EQ(CostCode(1e9), 255);
}

}  // namespace
}  // namespace llmzip::cli
