#include "cli/report/report_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/printable.h"
#include "cli/report/report_page.h"
#include "content/kind.h"

namespace llmzip::cli {
namespace {

using Json = nlohmann::ordered_json;

// Codes of costs grow by equal steps of the logarithm of one more than the cost.
constexpr double kCodesPerDoubling = 40;
constexpr std::uint8_t kMostCode = 255;

// The least code of a cost whose expectations are kept: one bit, or more where such bytes are too many.
unsigned LeastCostly(const Explanation& explanation, const std::vector<ReportPart>& parts) {
  std::array<std::uint64_t, kMostCode + 1> counts{};
  for (const ReportPart& part : parts) {
    if (part.labels == Labels::kNone) continue;
    for (std::uint64_t i = part.begin; i < part.end(); ++i) ++counts[CostCode(explanation.bits[i])];
  }
  unsigned least = kMostCode;
  std::uint64_t kept = counts[least];
  while (least > CostCode(1) && kept + counts[least - 1] <= kMostExpectations) kept += counts[--least];
  return least;
}

Json PictureFacts(const PictureLayout& layout) {
  const PictureParameters& pixels = layout.pixels;
  return {{"width", pixels.width},
          {"stride", pixels.stride},
          {"phase", pixels.phase},
          {"channels", pixels.channels},
          {"bits", pixels.bits},
          {"little", pixels.little_endian},
          {"palette", pixels.palette},
          {"blueFirst", pixels.blue_first},
          {"upsideDown", layout.last_row_first}};
}

Json SoundFacts(const SoundParameters& samples) {
  return {{"channels", samples.channels}, {"bytes", samples.bytes},    {"phase", samples.phase},
          {"rate", samples.rate},         {"big", samples.big_endian}, {"unsigned", samples.is_unsigned},
          {"float", samples.is_float}};
}

void WriteBase64(const char* id, HtmlWriter& html, const auto& write) {
  html.Raw("<script type=\"text/plain\" id=\"").Raw(id).Raw("\">");
  write();
  html.EndBase64();
  html.Raw("</script>\n");
}

}  // namespace

std::uint8_t CostCode(double bits) {
  return static_cast<std::uint8_t>(std::min<double>(kMostCode, std::round(kCodesPerDoubling * std::log2(1 + bits))));
}

double CostOfCode(std::uint8_t code) { return std::exp2(code / kCodesPerDoubling) - 1; }

void WriteData(const Explanation& explanation, const std::vector<ReportPart>& parts, HtmlWriter& html) {
  const unsigned costly = LeastCostly(explanation, parts);
  Json list = Json::array();
  std::uint64_t filtered = 0;
  std::uint64_t expectations = 0;
  for (const ReportPart& part : parts) {
    Json one = {{"begin", part.begin},
                {"size", part.size},
                {"kindName", FindKind(static_cast<std::uint8_t>(part.kind))->name},
                {"words", Printable(part.words)},
                {"isText", part.is_text},
                {"labels", static_cast<int>(part.labels)}};
    if (part.picture) one["picture"] = PictureFacts(*part.picture);
    if (part.sound) one["sound"] = SoundFacts(*part.sound);
    if (part.shows_filtered) {
      one["filtered"] = filtered;
      filtered += part.size;
    }
    if (part.labels != Labels::kNone) {
      one["expected"] = expectations;
      for (std::uint64_t i = part.begin; i < part.end(); ++i) {
        expectations += CostCode(explanation.bits[i]) >= costly ? 1 : 0;
      }
    }
    list.push_back(std::move(one));
  }
  const Json facts = {{"scale", kCodesPerDoubling}, {"costly", costly}, {"parts", std::move(list)}};
  html.Raw("<script type=\"application/json\" id=\"facts\">")
      .Raw(JsonInHtml(facts.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace)))
      .Raw("</script>\n");
  WriteBase64("bytes", html, [&] { html.Base64(explanation.content); });
  WriteBase64("costs", html, [&] {
    for (const float bits : explanation.bits) {
      const std::uint8_t code = CostCode(bits);
      html.Base64({&code, 1});
    }
  });
  WriteBase64("filtered", html, [&] {
    for (const ReportPart& part : parts) {
      if (part.shows_filtered) html.Base64(ByteView(explanation.coded).subspan(part.begin, part.size));
    }
  });
  WriteBase64("expected", html, [&] {
    for (const ReportPart& part : parts) {
      for (std::uint64_t i = part.begin; part.labels != Labels::kNone && i < part.end(); ++i) {
        if (CostCode(explanation.bits[i]) < costly) continue;
        for (const Expectation& one : explanation.expected[i]) {
          const std::array<std::uint8_t, 2> pair = {one.label, one.share};
          html.Base64(pair);
        }
      }
    }
  });
}

}  // namespace llmzip::cli
