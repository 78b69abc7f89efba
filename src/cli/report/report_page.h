// ReportPage: an explanation as one HTML page that needs nothing but itself: no file, font or script from elsewhere.
//
//   tables and sentences   HTML, readable without scripts and by screen readers
//   facts                  JSON: the parts, how each can be looked at
//   bytes, costs …         base64; costs in 256 steps that grow with the cost
//   style and scripts      the files beside this one, put in by the build
//
// What comes from files (names, content) is escaped or base64, and the page forbids itself to load anything. Its size
// is bounded: about three bytes for each byte explained, and eight more for each of the costliest, of which there are
// at most kMostExpectations. Thread safety: pure.
#ifndef LLMZIP_CLI_REPORT_REPORT_PAGE_H_
#define LLMZIP_CLI_REPORT_REPORT_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content/kind.h"
#include "eval/explanation.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip::cli {

/// Of so many bytes a page says what was expected instead.
inline constexpr std::uint64_t kMostExpectations = 400'000;

/// What other programs make of the same bytes.
struct PeerSizes {
  std::optional<Kind> kind;  ///< nothing: of all the bytes
  std::uint64_t bytes = 0;
  std::vector<std::optional<std::uint64_t>> sizes;  ///< in the order of `peers`; nothing where it is not known
};

struct ReportFacts {
  std::string name;       ///< of the file
  std::string coded_how;  ///< "level -5"
  bool is_archive = false;
  std::vector<std::string> peers;
  std::vector<PeerSizes> peer_sizes;
};

/// A cost as the page stores it, and the bits that it then stands for.
std::uint8_t CostCode(double bits);
double CostOfCode(std::uint8_t code);

Status WriteReport(const Explanation& explanation, const ReportFacts& facts, ByteSink& sink);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_REPORT_REPORT_PAGE_H_
