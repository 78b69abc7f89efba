// OwnedJson: JSON that was read, in the nlohmann library's representation, and is given back without taking memory.
//
// The library's destructor takes memory for what is nested, which where memory is short ends the process. So untrusted
// or large JSON is read with ParseOwnedJson, and never copied whole. Nothing here throws but std::bad_alloc. Thread
// safety: a value; const functions may be called from many threads.
#ifndef LLMZIP_BASE_OWNED_JSON_H_
#define LLMZIP_BASE_OWNED_JSON_H_

#include <cstddef>
#include <cstdint>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace llmzip {

class OwnedJson {
 public:
  using Json = nlohmann::json;

  // NOLINTBEGIN(bugprone-exception-escape): the library throws only at trees that it did not make
  OwnedJson() = default;
  OwnedJson(OwnedJson&& other) noexcept : tree_(std::move(other.tree_)) {}
  OwnedJson& operator=(OwnedJson&& other) noexcept {
    std::swap(tree_, other.tree_);
    return *this;
  }
  OwnedJson(const OwnedJson&) = delete;
  OwnedJson& operator=(const OwnedJson&) = delete;
  ~OwnedJson() { Empty(tree_); }

  const Json& operator*() const { return tree_; }
  const Json* operator->() const { return &tree_; }

  /// The tree, for those who can do with its destructor.
  [[nodiscard]] Json Take() && { return std::exchange(tree_, nullptr); }

  /// Makes it one without elements, the innermost first: destructors of empty ones take no memory.
  static void Empty(Json& tree) noexcept {
    if (tree.is_structured()) {
      for (Json& element : tree) Empty(element);
      tree.clear();
    }
  }
  // NOLINTEND(bugprone-exception-escape)

 private:
  friend class JsonBuilder;
  Json tree_;
};

/// What is read, from the parser's events.
class JsonBuilder {
 public:
  using Json = nlohmann::json;

  JsonBuilder(OwnedJson* json, std::size_t most_depth) : tree_(&json->tree_), most_depth_(most_depth) {}

  /// Whether no object had a name twice.
  [[nodiscard]] bool names_are_distinct() const { return distinct_; }

  // NOLINTBEGIN(readability-identifier-naming): the parser's names
  bool null() { return Add(nullptr) != nullptr; }
  bool boolean(bool value) { return Add(value) != nullptr; }
  bool number_integer(Json::number_integer_t value) { return Add(value) != nullptr; }
  bool number_unsigned(Json::number_unsigned_t value) { return Add(value) != nullptr; }
  bool number_float(Json::number_float_t value, const std::string& /*text*/) { return Add(value) != nullptr; }
  bool string(std::string& value) { return Add(std::move(value)) != nullptr; }
  bool binary(Json::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*elements*/) { return Open(Json::object()); }
  bool start_array(std::size_t /*elements*/) { return Open(Json::array()); }
  bool key(std::string& name) {
    const auto [place, is_new] = open_.back()->get_ref<Json::object_t&>().try_emplace(std::move(name), nullptr);
    distinct_ &= is_new;
    OwnedJson::Empty(place->second);
    slot_ = &place->second;
    return true;
  }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  static bool parse_error(std::size_t /*at*/, const std::string& /*token*/, const std::exception& /*error*/) {
    return false;
  }
  // NOLINTEND(readability-identifier-naming)

 private:
  Json* Add(Json value) {
    Json* place = tree_;
    if (!open_.empty() && open_.back()->is_array()) {
      auto& elements = open_.back()->get_ref<Json::array_t&>();
      elements.push_back(std::move(value));
      return &elements.back();
    }
    if (!open_.empty()) place = slot_;
    *place = std::move(value);
    return place;
  }
  bool Open(Json empty) {
    if (open_.size() == most_depth_) return false;
    open_.reserve(open_.size() + 1);
    open_.push_back(Add(std::move(empty)));
    return true;
  }
  bool Close() {
    open_.pop_back();
    return true;
  }

  Json* tree_;
  std::size_t most_depth_;
  std::vector<Json*> open_;
  Json* slot_ = nullptr;  // of the name that was read last
  bool distinct_ = true;
};

/// Nothing for what is no JSON, or nests deeper than `most_depth`. `distinct`, if given, says whether no object has a
/// name twice; of such the last counts.
inline std::optional<OwnedJson> ParseOwnedJson(std::span<const std::uint8_t> text, std::size_t most_depth = 32,
                                               bool* distinct = nullptr) {
  std::optional<OwnedJson> json(std::in_place);
  JsonBuilder builder(&*json, most_depth);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  if (distinct != nullptr) *distinct = builder.names_are_distinct();
  return json;
}

inline std::optional<OwnedJson> ParseOwnedJson(std::string_view text, std::size_t most_depth = 32) {
  return ParseOwnedJson(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), most_depth);
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_OWNED_JSON_H_
