// HtmlWriter: writes a page piece by piece: text made harmless, bytes as base64.
//
// A write that fails is remembered, and all that follow do nothing. Thread safety: none.
#ifndef LLMZIP_CLI_REPORT_HTML_WRITER_H_
#define LLMZIP_CLI_REPORT_HTML_WRITER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip::cli {

/// Any bytes as HTML text or the value of an attribute: made printable, and what HTML gives a meaning is escaped.
std::string HtmlText(std::string_view text);

/// JSON that may stand in a script element: no '<' is left in it. All of its letters must be ASCII.
std::string JsonInHtml(std::string json);

class HtmlWriter {
 public:
  explicit HtmlWriter(ByteSink& sink) : sink_(sink) {}

  /// HTML as it is.
  HtmlWriter& Raw(std::string_view html);
  /// Text for people.
  HtmlWriter& Text(std::string_view text) { return Raw(HtmlText(text)); }

  /// The next bytes of a piece of base64, which EndBase64 ends.
  void Base64(std::span<const std::uint8_t> bytes);
  void EndBase64();

  /// Writes what is left.
  Status Finish();

 private:
  void Letter(unsigned bits);

  ByteSink& sink_;
  std::string held_;
  std::uint32_t group_ = 0;  // up to two bytes that wait for a third
  unsigned waiting_ = 0;
  Status status_;
};

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_REPORT_HTML_WRITER_H_
