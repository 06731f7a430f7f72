import BertCheckpoint
import Foundation

/// Weights: safetensors, shards behind an index, pickles, TensorFlow's checkpoints.
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

  /// The input is one block of the index of a checkpoint with one shard, behind a byte that says whether it is compressed.
  ///
  /// The frame has the checksums that belong to it: a changed byte would else be all that is ever found.
  static func bundle(_ input: Data, _ folder: Folder) {
    guard let kind = input.first else { return }
    func framed(_ content: [UInt8]) -> [UInt8] {
      content + little(UInt64(content.withUnsafeBytes { CRC32C.masked($0) }), bytes: 4)
    }
    func handle(_ offset: Int, _ size: Int) -> [UInt8] { variable(offset) + variable(size) }
    var file = framed(Array(input.dropFirst()) + [kind & 1])
    let first = handle(0, input.count - 1), end = file.count
    file += framed(
      variable(0) + variable(0) + variable(first.count) + first + little(0, bytes: 4) + little(1, bytes: 4) + [0])
    let index = handle(end, file.count - end - 5)
    let handles = first + index
    file += handles + [UInt8](repeating: 0, count: 40 - handles.count) + little(0xDB47_7524_8B80_FB57, bytes: 8)
    let url = folder.write("model.ckpt.index", Data(file))
    _ = folder.write("model.ckpt.data-00000-of-00001", Data(count: 4096))
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint(at: url)
      for file in checkpoint.files { readAll(file) }
    } catch {
      check(error)
    }
  }

  private static func little(_ value: UInt64, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  /// A number as LevelDB writes it: seven bits a byte, the lowest first.
  private static func variable(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F | 0x80)] + variable(value >> 7)
  }

  private static func readAll(_ file: any TensorFile) {
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
