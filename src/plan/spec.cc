#include "plan/spec.h"

namespace llmzip {
namespace {

bool IsNameStart(char c) { return c >= 'a' && c <= 'z'; }
bool IsNameRest(char c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  StatusOr<Spec> Whole() {
    if (text_.size() > kMaxSpecSize) return Status::InvalidArgument("spec is longer than 1024 characters");
    LLMZIP_ASSIGN_OR_RETURN(Spec spec, One(0));
    if (position_ != text_.size()) return Unexpected();
    return spec;
  }

 private:
  StatusOr<Spec> One(unsigned depth) {
    if (depth >= kMaxSpecDepth) return Status::InvalidArgument("spec is nested too deeply");
    Spec spec;
    if (AtEnd() || !IsNameStart(text_[position_])) return Unexpected();
    while (!AtEnd() && IsNameRest(text_[position_])) spec.name += text_[position_++];
    if (Take(':')) return Argument(std::move(spec));
    if (Take('(')) return Parts(std::move(spec), depth);
    return spec;
  }

  StatusOr<Spec> Argument(Spec spec) {
    for (unsigned open = 0; !AtEnd(); ++position_) {
      const char c = text_[position_];
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return Unexpected();
      if (open == 0 && (c == ')' || c == ',')) break;
      if (c == '(') ++open;
      if (c == ')') --open;
      spec.argument += c;
    }
    if (spec.argument.empty()) return Unexpected();
    return spec;
  }

  StatusOr<Spec> Parts(Spec spec, unsigned depth) {
    do {
      LLMZIP_ASSIGN_OR_RETURN(Spec part, One(depth + 1));
      spec.parts.push_back(std::move(part));
    } while (Take(','));
    if (!Take(')')) return Unexpected();
    return spec;
  }

  [[nodiscard]] bool AtEnd() const { return position_ == text_.size(); }

  bool Take(char c) {
    if (AtEnd() || text_[position_] != c) return false;
    ++position_;
    return true;
  }

  [[nodiscard]] Status Unexpected() const {
    const std::string what = AtEnd() ? "it ends too early" : "unexpected character " + std::to_string(position_ + 1);
    return Status::InvalidArgument("bad spec '" + std::string(text_) + "': " + what);
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

std::string Spec::ToString() const {
  std::string text = name;
  if (!argument.empty()) text += ":" + argument;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "(" : ",") + parts[i].ToString();
  if (!parts.empty()) text += ")";
  return text;
}

StatusOr<Spec> ParseSpec(std::string_view text) { return Parser(text).Whole(); }

}  // namespace llmzip
