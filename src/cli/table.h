// Table: columns of text, aligned.
#ifndef LLMZIP_CLI_TABLE_H_
#define LLMZIP_CLI_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace llmzip::cli {

class Table {
 public:
  /// The first `left` columns are aligned left, and so is the one with index `also_left`; the others right.
  explicit Table(std::size_t left, std::size_t also_left = SIZE_MAX) : left_(left), also_left_(also_left) {}

  /// Cells are made printable.
  void Row(std::vector<std::string> cells);

  /// Two spaces between columns, none at the ends of lines.
  [[nodiscard]] std::string ToString() const;

 private:
  std::size_t left_;
  std::size_t also_left_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TABLE_H_
