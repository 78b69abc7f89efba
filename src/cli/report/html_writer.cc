#include "cli/report/html_writer.h"

#include "cli/printable.h"

namespace llmzip::cli {
namespace {

constexpr std::size_t kPiece = 65536;

void Replace(std::string_view what, std::string_view with, std::string* text) {
  for (std::size_t at = text->find(what); at != std::string::npos; at = text->find(what, at + with.size())) {
    text->replace(at, what.size(), with);
  }
}

}  // namespace

std::string HtmlText(std::string_view text) {
  std::string html = Printable(text);
  Replace("&", "&amp;", &html);
  Replace("<", "&lt;", &html);
  Replace(">", "&gt;", &html);
  Replace("\"", "&quot;", &html);
  Replace("'", "&#39;", &html);
  return html;
}

std::string JsonInHtml(std::string json) {
  Replace("<", "\\u003c", &json);
  return json;
}

HtmlWriter& HtmlWriter::Raw(std::string_view html) {
  held_ += html;
  if (held_.size() >= kPiece) (void)Finish();
  return *this;
}

void HtmlWriter::Letter(unsigned bits) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr unsigned kMask = 63;
  held_ += kLetters[bits & kMask];
}

void HtmlWriter::Base64(std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    group_ = group_ << 8U | byte;
    if (++waiting_ < 3) continue;
    for (const unsigned shift : {18U, 12U, 6U, 0U}) Letter(group_ >> shift);
    group_ = waiting_ = 0;
    if (held_.size() >= kPiece) (void)Finish();
  }
}

void HtmlWriter::EndBase64() {
  if (waiting_ == 1) {
    Letter(group_ >> 2U);
    Letter(group_ << 4U);
    held_ += "==";
  } else if (waiting_ == 2) {
    Letter(group_ >> 10U);
    Letter(group_ >> 4U);
    Letter(group_ << 2U);
    held_ += "=";
  }
  group_ = waiting_ = 0;
}

Status HtmlWriter::Finish() {
  if (status_.ok()) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(held_.data());
    status_ = sink_.Write({bytes, held_.size()});
  }
  held_.clear();
  return status_;
}

}  // namespace llmzip::cli
