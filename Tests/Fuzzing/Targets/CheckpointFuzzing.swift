import BertCheckpoint
import Foundation

/// Weights: safetensors, shards behind an index, pickles.
enum CheckpointFuzzing {
  /// The whole input is a safetensors file.
  static func safetensors(_ input: Data, _ folder: Folder) {
    let url = folder.write("model.safetensors", input)
    do throws(CheckpointError) {
      readAll(try SafetensorsFile(contentsOf: url))
    } catch {
      check(error)
    }
  }

  /// The whole input is a `pytorch_model.bin`.
  static func pickled(_ input: Data, _ folder: Folder) {
    let url = folder.write("pytorch_model.bin", input)
    do throws(CheckpointError) {
      readAll(try PickledFile(contentsOf: url))
    } catch {
      check(error)
    }
  }

  /// The whole input is the index of a directory with one sound shard.
  static func shards(_ input: Data, _ folder: Folder) {
    let header = Data(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  "#.utf8)
    _ = folder.write("one.safetensors", Data([UInt8(header.count), 0, 0, 0, 0, 0, 0, 0]) + header + Data(count: 4))
    _ = folder.write("model.safetensors.index.json", input)
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint(at: folder.url)
      for tensor in checkpoint.tensors { _ = try checkpoint.floats(of: tensor.name) }
    } catch {
      check(error)
    }
  }

  private static func readAll(_ file: some TensorFile) {
    for tensor in file.tensors {
      do throws(CheckpointError) {
        let values = try file.floats(of: tensor.name)
        precondition(values.count == tensor.elementCount)
      } catch {
        check(error)
      }
    }
  }

  /// An error is said in words, on one line.
  private static func check(_ error: CheckpointError) {
    precondition(!error.description.isEmpty && !error.description.contains("\n"))
  }
}
