// Table: columns of text, aligned.
#ifndef LLMZIP_CLI_TABLE_H_
#define LLMZIP_CLI_TABLE_H_

#include <string>
#include <vector>

namespace llmzip::cli {

class Table {
 public:
  /// `left` columns from the left on are aligned left, the others right.
  explicit Table(std::size_t left) : left_(left) {}

  void Row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  /// Two spaces between columns, none at the ends of lines.
  [[nodiscard]] std::string ToString() const;

 private:
  std::size_t left_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TABLE_H_
