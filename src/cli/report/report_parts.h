// ReportPart: a part of the content as a report shows it: what its bytes are in words, how they can be looked at, and
// where what the page knows of them lies. Segments that a block's end cut are one part again. Thread safety: values.
#ifndef LLMZIP_CLI_REPORT_REPORT_PARTS_H_
#define LLMZIP_CLI_REPORT_REPORT_PARTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content/picture_parameters.h"
#include "content/sound_parameters.h"
#include "eval/explanation.h"

namespace llmzip::cli {

/// How pixels lie, and which way up.
struct PictureLayout {
  PictureParameters pixels;
  bool last_row_first = false;
};

struct ReportPart {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
  Kind kind = Kind::kData;
  std::string words;   ///< the parameters
  std::string filter;  ///< "" if none; "in part" where its segments differ
  std::string spec;    ///< "stored", or "several"
  double bits = 0;
  Labels labels = Labels::kNone;
  bool is_text = false;  ///< reads like text
  bool shows_filtered = false;
  std::optional<PictureLayout> picture;
  std::optional<SoundParameters> sound;

  [[nodiscard]] std::uint64_t end() const { return begin + size; }
};

std::vector<ReportPart> PartsOf(const Explanation& explanation);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_REPORT_REPORT_PARTS_H_
