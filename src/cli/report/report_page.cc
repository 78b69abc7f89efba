#include "cli/report/report_page.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <string_view>

#include "cli/quantity.h"
#include "cli/report/html_writer.h"
#include "cli/report/page_files.h"
#include "cli/report/report_data.h"
#include "cli/report/report_parts.h"
#include "io/path_name.h"

namespace llmzip::cli {
namespace {

// The largest parts have rows and places in the strip; a page with more would be slow, and nobody would read them.
constexpr std::size_t kMostRows = 300;

std::string Grouped(std::uint64_t number) {
  constexpr std::size_t kDigits = 3;
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > kDigits; at -= kDigits) text.insert(at - kDigits, ",");
  return text;
}

std::string Share(double part, double whole) { return FormatFixed(whole > 0 ? 100 * part / whole : 0, 1); }

std::string BitsAByte(double bits, std::uint64_t bytes) {
  return bytes == 0 ? "-" : FormatFixed(bits / static_cast<double>(bytes), 3);
}

std::string_view NameOfKind(Kind kind) { return FindKind(static_cast<std::uint8_t>(kind))->name; }

std::string Hatch(Kind kind) { return "k" + std::to_string(static_cast<unsigned>(kind)); }

class Page {
 public:
  Page(const Explanation& explanation, const ReportFacts& facts, HtmlWriter& html)
      : explanation_(explanation), facts_(facts), html_(html), parts_(PartsOf(explanation)) {
    bits_ = std::accumulate(parts_.begin(), parts_.end(), 0.0,
                            [](double sum, const ReportPart& part) { return sum + part.bits; });
    whole_ = std::ranges::all_of(explanation.streams, &ExplainedStream::whole);
    coded_ = whole_ ? explanation.archive_size : static_cast<std::uint64_t>(std::llround(bits_ / 8));
    std::vector<std::uint64_t> sizes;
    for (const ReportPart& part : parts_) sizes.push_back(part.size);
    std::ranges::sort(sizes, std::greater<>());
    if (sizes.size() > kMostRows) least_shown_ = sizes[kMostRows - 1];
  }

  void Write() {
    Head();
    Summary();
    if (!explanation_.content.empty()) {
      Peers();
      Kinds();
      Overview();
      Look();
    }
    Footer();
    html_.Raw("<p class=\"unseen\" id=\"spoken\" aria-live=\"polite\"></p>\n</main>\n");
    WriteData(explanation_, parts_, html_);
    html_.Raw("<script>\n'use strict';\n(() => {\n");
    for (const std::string_view script : PageScripts()) html_.Raw(script);
    html_.Raw("})();\n</script>\n</body>\n</html>\n");
  }

 private:
  [[nodiscard]] std::uint64_t size() const { return explanation_.content.size(); }

  void Head() {
    html_.Raw(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"generator\" "
        "content=\"llmzip\">\n<title>");
    html_.Text(facts_.name).Raw(": where the bits go</title>\n<style>\n").Raw(PageStyle());
    html_.Raw("</style>\n</head>\n<body>\n<main>\n<h1>")
        .Text(NameOf(facts_.name))
        .Raw("</h1>\n<p class=\"soft\">Where the bits go");
    html_.Raw(facts_.is_archive ? " in this archive of llmzip." : " when llmzip codes this file at ");
    if (!facts_.is_archive) html_.Text(facts_.coded_how).Raw(".");
    html_.Raw("</p>\n");
  }

  void Fact(std::string_view name, const std::string& value, std::string_view unit) {
    html_.Raw("<div><dt>")
        .Raw(name)
        .Raw("</dt><dd>")
        .Text(value)
        .Raw(" <small>")
        .Raw(unit)
        .Raw("</small></dd></div>\n");
  }

  void Summary() {
    html_.Raw("<dl class=\"facts\">\n");
    Fact("Original", Grouped(size()), "bytes");
    Fact("Coded", Grouped(coded_), "bytes");
    Fact("Share", size() == 0 ? "-" : Share(static_cast<double>(coded_), static_cast<double>(size())), "%");
    Fact("Cost", BitsAByte(8 * static_cast<double>(coded_), size()), "bits a byte");
    html_.Raw("</dl>\n");
    if (size() < explanation_.whole_size) {
      html_.Raw("<p class=\"note\" id=\"rest\">Only the first ").Raw(Grouped(size())).Raw(" of ");
      html_.Raw(Grouped(explanation_.whole_size)).Raw(" bytes are explained and counted here, ");
      html_.Raw(facts_.is_archive ? "as the archive codes them" : "coded as if the file ended there");
      html_.Raw("; --limit explains more.</p>\n");
    }
    if (size() == 0) html_.Raw("<p>There is nothing in it to explain.</p>\n");
  }

  [[nodiscard]] const PeerSizes* PeersOf(std::optional<Kind> kind) const {
    const auto found = std::ranges::find(facts_.peer_sizes, kind, &PeerSizes::kind);
    return found == facts_.peer_sizes.end() ? nullptr : &*found;
  }

  void Bar(std::string_view name, std::uint64_t bytes, std::uint64_t most, bool own) {
    html_.Raw(own ? "<b>" : "<span>").Text(name).Raw(own ? "</b>" : "</span>").Raw("<i");
    html_.Raw(own ? " class=\"own\"" : "").Raw(" style=\"width: ");
    html_.Raw(Share(static_cast<double>(bytes), static_cast<double>(most))).Raw("%\"></i>");
    html_.Raw(own ? "<b class=\"n\">" : "<span class=\"n\">").Raw(Grouped(bytes)).Raw(own ? "</b>\n" : "</span>\n");
  }

  void Peers() {
    const PeerSizes* const all = PeersOf(std::nullopt);
    if (all == nullptr) return;
    std::uint64_t most = coded_;
    for (const auto& bytes : all->sizes) most = std::max(most, bytes.value_or(0));
    html_.Raw("<div class=\"bars\">\n");
    Bar("llmzip", coded_, most, true);
    for (std::size_t i = 0; i < all->sizes.size(); ++i) {
      if (all->sizes[i]) Bar(facts_.peers[i], *all->sizes[i], most, false);
    }
    html_.Raw("</div>\n");
  }

  void Cell(const std::string& text, bool least = false) {
    html_.Raw(least ? "<td class=\"n least\">" : "<td class=\"n\">").Text(text).Raw("</td>");
  }

  void SizeCells(std::uint64_t own, const PeerSizes* peers) {
    std::uint64_t least = own;
    for (std::size_t i = 0; peers != nullptr && i < peers->sizes.size(); ++i) {
      least = std::min(least, peers->sizes[i].value_or(least));
    }
    Cell(Grouped(own), own == least);
    for (std::size_t i = 0; i < facts_.peers.size(); ++i) {
      const std::optional<std::uint64_t> bytes = peers == nullptr ? std::nullopt : peers->sizes[i];
      Cell(bytes ? Grouped(*bytes) : "-", bytes == least);
    }
  }

  void Kinds() {
    html_.Raw(
        "<h2>By kind</h2>\n<p class=\"soft\">What was found in it, and what other programs make of the same bytes."
        "</p>\n<div class=\"wide\"><table id=\"kinds\">\n<thead><tr><th scope=\"col\">Kind</th>"
        "<th scope=\"col\" class=\"n\">Bytes</th><th scope=\"col\" class=\"n\">llmzip</th>");
    for (const std::string& peer : facts_.peers) html_.Raw("<th scope=\"col\" class=\"n\">").Text(peer).Raw("</th>");
    html_.Raw("<th scope=\"col\" class=\"n\">Bits a byte</th></tr></thead>\n<tbody>\n");
    std::uint64_t counted = 0;
    for (const KindEntry& kind : KindCatalogue()) {
      std::uint64_t bytes = 0;
      double bits = 0;
      for (const ReportPart& part : parts_) {
        if (part.kind != kind.kind) continue;
        bytes += part.size;
        bits += part.bits;
      }
      if (bytes == 0) continue;
      const auto own = static_cast<std::uint64_t>(std::llround(bits / 8));
      counted += own;
      html_.Raw("<tr><th scope=\"row\"><span class=\"swatch ").Raw(Hatch(kind.kind)).Raw("\"></span>").Text(kind.name);
      html_.Raw("</th>");
      Cell(Grouped(bytes));
      SizeCells(own, PeersOf(kind.kind));
      Cell(BitsAByte(bits, bytes));
      html_.Raw("</tr>\n");
    }
    if (whole_ && coded_ >= counted) {
      html_.Raw("<tr><th scope=\"row\">headers, checks, rounding</th><td></td>");
      Cell(Grouped(coded_ - counted));
      for (std::size_t i = 0; i <= facts_.peers.size(); ++i) html_.Raw("<td></td>");
      html_.Raw("</tr>\n");
    }
    html_.Raw("<tr class=\"sum\"><th scope=\"row\">all</th>");
    Cell(Grouped(size()));
    SizeCells(coded_, PeersOf(std::nullopt));
    Cell(BitsAByte(8 * static_cast<double>(coded_), size()));
    html_.Raw("</tr>\n</tbody></table></div>\n");
  }

  void Overview() {
    html_.Raw(
        "<h2>From beginning to end</h2>\n<p class=\"soft\">The height is what bytes cost; below it are the parts. "
        "Choose one to look at it.</p>\n<div style=\"position: relative\"><canvas class=\"chart\" id=\"curve\" "
        "role=\"img\" aria-label=\"cost along the file; the table below has it by part\"></canvas></div>\n");
    constexpr double kLabelled = 0.08;
    html_.Raw("<div class=\"strip\" style=\"margin-left: 40px\">");
    std::uint64_t left_out = 0;
    const auto gap = [&] {
      if (left_out > 0) html_.Raw("<div style=\"flex: ").Raw(std::to_string(left_out)).Raw(" 1 0\"></div>");
      left_out = 0;
    };
    std::size_t listed = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const ReportPart& part = parts_[i];
      if (!IsListed(part, &listed)) {
        left_out += part.size;
        continue;
      }
      gap();
      const std::string name = "part " + std::to_string(i + 1) + ": " + std::string(NameOfKind(part.kind));
      html_.Raw("<button tabindex=\"-1\" data-part=\"").Raw(std::to_string(i)).Raw("\" class=\"").Raw(Hatch(part.kind));
      html_.Raw("\" style=\"flex-grow: ").Raw(std::to_string(part.size)).Raw("\" title=\"").Text(name);
      html_.Raw("\" aria-label=\"").Text(name).Raw("\">");
      if (static_cast<double>(part.size) >= kLabelled * static_cast<double>(size())) {
        html_.Raw("<span>").Text(NameOfKind(part.kind)).Raw("</span>");
      }
      html_.Raw("</button>");
    }
    gap();
    html_.Raw("</div>\n");
    PartsTable();
  }

  // The parts that have a row; to be asked of all in order.
  [[nodiscard]] bool IsListed(const ReportPart& part, std::size_t* listed) const {
    return part.size >= least_shown_ && (*listed)++ < kMostRows;
  }

  void PartsTable() {
    html_.Raw(
        "<div class=\"wide\"><table id=\"parts\">\n<thead><tr><th scope=\"col\" class=\"n\">Part</th><th scope=\"col\">"
        "Kind</th><th scope=\"col\" class=\"n\">Begins at</th><th scope=\"col\" class=\"n\">Bytes</th><th "
        "scope=\"col\" class=\"n\">Coded</th><th scope=\"col\" class=\"n\">Bits a byte</th><th "
        "scope=\"col\">Filter</th>"
        "<th scope=\"col\">Coded with</th></tr></thead>\n<tbody>\n");
    std::size_t listed = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const ReportPart& part = parts_[i];
      if (!IsListed(part, &listed)) continue;
      html_.Raw("<tr data-part=\"").Raw(std::to_string(i)).Raw("\"><td class=\"n\"><button class=\"go\">");
      html_.Raw(std::to_string(i + 1)).Raw("</button></td><td><span class=\"swatch ").Raw(Hatch(part.kind));
      html_.Raw("\"></span>").Text(NameOfKind(part.kind));
      if (!part.words.empty()) html_.Raw(" <span class=\"soft\">").Text(part.words).Raw("</span>");
      html_.Raw("</td>");
      Cell(Grouped(part.begin));
      Cell(Grouped(part.size));
      Cell(Grouped(static_cast<std::uint64_t>(std::llround(part.bits / 8))));
      Cell(BitsAByte(part.bits, part.size));
      html_.Raw("<td>").Text(part.filter.empty() ? "-" : part.filter).Raw("</td><td class=\"spec\">").Text(part.spec);
      html_.Raw("</td></tr>\n");
    }
    html_.Raw("</tbody></table></div>\n");
    if (parts_.size() > kMostRows) {
      html_.Raw("<p class=\"note\">Of ").Raw(Grouped(parts_.size())).Raw(" parts the ").Raw(std::to_string(kMostRows));
      html_.Raw(" largest are listed; all can be looked at below.</p>\n");
    }
  }

  void Look() {
    html_.Raw(
        "<h2 id=\"look\">A closer look</h2>\n<noscript><p class=\"note\">This view needs JavaScript; the tables above "
        "do "
        "not.</p></noscript>\n<div class=\"tools\" id=\"tools\" hidden>\n<button id=\"previous\" aria-label=\"previous "
        "part\">←</button><select id=\"part\" aria-label=\"part\"></select><button id=\"next\" aria-label=\"next "
        "part\">→</button>\n<span role=\"group\" aria-label=\"shown as\">");
    constexpr std::string_view kWays[][2] = {
        {"text", "Text"}, {"bytes", "Bytes"}, {"picture", "Picture"}, {"sound", "Sound"}};
    for (const auto& way : kWays) {
      html_.Raw("<button data-way=\"").Raw(way[0]).Raw("\">").Raw(way[1]).Raw("</button> ");
    }
    html_.Raw(
        "</span>\n<button id=\"dear\">Costly byte before</button><button id=\"costly\">Next costly byte</button>\n"
        "</div>\n<div class=\"legend\" id=\"legend\" aria-hidden=\"true\">bits ");
    for (int level = 0; level <= 8; ++level) {
      html_.Raw("<span class=\"c").Raw(std::to_string(level)).Raw("\">").Raw(std::to_string(level));
      html_.Raw(level == 8 ? "+</span>" : "</span>");
    }
    html_.Raw(
        "</div>\n<p class=\"note\" id=\"keys\">A letter is filled the higher, the more bits it cost; eight is what a "
        "byte costs of which nothing is known. Point at one, touch it, or move with the arrow keys; <kbd>n</kbd> and "
        "<kbd>p</kbd> go to the next costly byte and the one before.</p>\n<div class=\"view\" id=\"view\"></div>\n");
  }

  void Footer() {
    html_.Raw(
        "<footer>\n<p>What a byte cost is -log2 of the probability that the decoder gave it, measured while the "
        "archive was decoded");
    double measured = 0;
    std::uint64_t coded = 0;
    std::set<Labels> labels;
    std::set<Grain> grains;
    for (const ExplainedStream& stream : explanation_.streams) {
      measured += stream.bits / 8;
      coded += stream.coded_size;
      labels.insert(stream.labels);
      grains.insert(stream.grain);
    }
    if (whole_) {
      html_.Raw(": ").Raw(Grouped(static_cast<std::uint64_t>(std::llround(measured)))).Raw(" bytes in all, of ");
      html_.Raw(Grouped(coded)).Raw(" that the archive has for them. Headers and checks are the other ");
      html_.Raw(Grouped(explanation_.archive_size - std::min(coded, explanation_.archive_size)));
    }
    html_.Raw(". Costs of single bytes are rounded to 2 %.</p>\n");
    if (labels.contains(Labels::kBranches)) {
      html_.Raw(
          "<p>A predictor of bits decides a byte bit by bit. Where it expected another bit, the page names the bytes "
          "that lie behind that bit, and their probability together, which is exact; which of them was the likeliest "
          "it never computed.</p>\n");
    }
    if (grains.contains(Grain::kTokens)) {
      html_.Raw("<p>A predictor of tokens decides several bytes at once: they share its cost evenly.</p>\n");
    }
    if (grains.contains(Grain::kWhole)) {
      html_.Raw("<p>Where a codec does not predict, the bytes of a stream share its size evenly.</p>\n");
    }
    if (std::ranges::any_of(parts_, [](const ReportPart& part) { return !part.filter.empty(); })) {
      html_.Raw(
          "<p>Behind a filter other bytes are predicted than those shown; each is counted at the place it has "
          "there.</p>\n");
    }
    if (!facts_.peers.empty()) {
      html_.Raw(
          "<p>Other programs got the bytes of each kind by themselves, one part behind the other, at the settings "
          "named.</p>\n");
    }
    html_.Raw("</footer>\n");
  }

  const Explanation& explanation_;
  const ReportFacts& facts_;
  HtmlWriter& html_;
  const std::vector<ReportPart> parts_;
  double bits_ = 0;                // of all parts
  bool whole_ = true;              // every stream was decoded to its end
  std::uint64_t coded_ = 0;        // bytes
  std::uint64_t least_shown_ = 0;  // bytes of a part with a row
};

}  // namespace

Status WriteReport(const Explanation& explanation, const ReportFacts& facts, ByteSink& sink) {
  HtmlWriter html(sink);
  Page(explanation, facts, html).Write();
  return html.Finish();
}

}  // namespace llmzip::cli
