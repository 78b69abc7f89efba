// TensorStore: the tensors of a checkpoint by name, wherever they lie in its files, read row by row.
//
// Invariant: a tensor that is there lies within its file, and its bytes are what shape and format say (those of kUnread
// excepted, which are never read). Thread safety: const methods may be called from many
// threads at once, each with readers of its own.
#ifndef LLMZIP_IMPORT_TENSOR_STORE_H_
#define LLMZIP_IMPORT_TENSOR_STORE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "import/element_format.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip::importer {

struct StoredTensor {
  std::string name;
  ElementFormat format = ElementFormat::kUnread;
  std::string format_name;           ///< as the file calls it
  std::vector<std::uint64_t> shape;  ///< outermost first
  std::size_t file = 0;
  std::uint64_t offset = 0;

  [[nodiscard]] std::uint64_t columns() const { return shape.empty() ? 1 : shape.back(); }
  [[nodiscard]] std::uint64_t rows() const;  ///< the product of all other extents
};

class TensorStore {
 public:
  /// The number of a file that tensors name.
  std::size_t AddFile(std::string name, std::unique_ptr<RandomAccessSource> file);

  /// kCorrupt if a tensor of this name is there.
  Status Add(const StoredTensor& tensor);

  [[nodiscard]] bool empty() const { return tensors_.empty(); }
  [[nodiscard]] bool Has(const std::string& name) const { return tensors_.contains(name); }

  /// The tensor, which must have this shape and a format that is read.
  [[nodiscard]] StatusOr<const StoredTensor*> Find(const std::string& name,
                                                   const std::vector<std::uint64_t>& shape) const;

  /// Any tensor of this name, or null.
  [[nodiscard]] const StoredTensor* Look(const std::string& name) const;

  /// All of a tensor of one dimension; kCorrupt for values that are no numbers.
  [[nodiscard]] StatusOr<std::vector<double>> Vector(const std::string& name, std::uint64_t size) const;

  /// Elements [from, from + count) of a row; both multiples of the format's block.
  Status ReadElements(const StoredTensor& tensor, std::uint64_t row, std::uint64_t from, std::size_t count,
                      Bytes* scratch, double* to) const;

  struct File {
    std::string name;
    std::unique_ptr<RandomAccessSource> source;
  };
  [[nodiscard]] const std::vector<File>& files() const { return files_; }

 private:
  std::vector<File> files_;
  std::map<std::string, StoredTensor> tensors_;
};

/// "2 x 4"
std::string ShapeText(const std::vector<std::uint64_t>& shape);

/// kCorrupt if one of the numbers, just read from `tensor`, is infinite or none.
Status CheckNumbers(const StoredTensor& tensor, std::span<const double> numbers);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_TENSOR_STORE_H_
