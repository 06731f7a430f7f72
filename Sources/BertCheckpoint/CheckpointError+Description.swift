import BertStorage

extension CheckpointError.Rule {
  /// What is wrong, without the place.
  package var complaint: String {
    switch self {
    case .file(let fault): fault.complaint
    case .headerLengthMissing(let size):
      "the file has only \(Counted(size, "byte")); a safetensors file begins with 8 bytes that give the length of its header"
    case .headerTooLarge(let length, let limit): "the header claims to have \(length) bytes; the limit is \(limit)"
    case .headerPastEnd(let length, let size):
      "the header claims to have \(Counted(length, "byte")), but the file ends after \(Counted(size, "byte"))"
    case .notUTF8: "the header is not valid UTF-8"
    case .notJSON(let reason, let offset): "the JSON is malformed at byte \(offset): \(reason)"
    case .tooDeep(let offset, let limit): "the JSON is nested more than \(limit) deep at byte \(offset)"
    case .notANaturalNumber(let offset):
      "the number at byte \(offset) of the JSON is not a whole, non-negative 64-bit number"
    case .duplicateKey(let key): "the key \(QuotedName(key)) appears twice in the JSON"
    case .metadataNotAString(let key): "__metadata__ may hold only strings, but \(QuotedName(key)) is not one"
    case .fieldMissing(let field): "the field '\(field)' is missing"
    case .fieldMalformed(let field): "the field '\(field)' does not have the form that the format requires"
    case .unknownType(let type): "the element type \(QuotedName(type)) is not known"
    case .offsetsReversed(let begin, let end): "the values end (\(end)) before they begin (\(begin))"
    case .overlap(let begin, let end): "the values begin at \(begin), inside another tensor's, which end at \(end)"
    case .hole(let begin, let end): "bytes \(end) to \(begin) belong to no tensor"
    case .sizeOverflow: "the number of elements does not fit into 64 bits"
    case .partialByte(let bits): "\(Counted(bits, "bit does", "bits do")) not fill whole bytes"
    case .sizeMismatch(let expected, let found):
      "the shape needs \(Counted(expected, "byte")), but the offsets give \(Counted.digits(found))"
    case .missingBytes(let expected, let found):
      "the file should have \(Counted(expected, "byte")), but has only \(Counted.digits(found))"
    case .extraBytes(let expected, let found):
      "the file should have \(Counted(expected, "byte")), but has \(Counted.digits(found))"
    case .noSuchTensor: "there is no tensor of this name"
    case .notConvertible(let type): "values of the type \(type.rawValue) cannot be read as floats"
    case .countMismatch(let expected, let found):
      "\(Counted(expected, "value was", "values were")) expected, but \(Counted.digits(found)) given"
    case .noWeights:
      "there is neither model.safetensors nor pytorch_model.bin, nor an index of shards of either, nor a TensorFlow checkpoint"
    case .otherWeights(let other): other.complaint
    case .foreignFile(let file): "this is \(file.name)"
    case .indexTooLarge(let size, let limit):
      "the index has \(Counted(size, "byte")); the limit is \(Counted.digits(limit))"
    case .indexWithoutWeightMap: "the index has no object 'weight_map'"
    case .shardNameUnsafe(let name): "the index names the shard \(QuotedName(name)), which is not a plain file name"
    case .shardMissing(let name): "the shard \(QuotedName(name)) is missing"
    case .tensorNotInShard(let name): "the index places it in the shard \(QuotedName(name)), which does not hold it"
    case .notAnArchive(let reason): "this is not what torch.save writes: \(reason)"
    case .pickleLegacy: "the file was written by PyTorch before 1.6, in a format that is not supported"
    case .pickleMalformed(let reason, let offset): "the pickle is malformed at byte \(offset): \(reason)"
    case .pickleInstruction(let code, let offset):
      "the pickle has the instruction \(code) at byte \(offset), which a state_dict never needs"
    case .pickleGlobal(let name):
      "the pickle asks for \(QuotedName(name)), which a state_dict never needs; nothing was run"
    case .pickledObject(let name): "torch.save wrote a whole object of the class \(QuotedName(name)), not a state_dict"
    case .torchScript: "this is a TorchScript archive, written by torch.jit.save, not a state_dict"
    case .pickledStorageMissing(let key): "its values, member \(QuotedName("data/" + key)), are missing or cut short"
    case .pickledTensorOutside: "its shape and strides do not fit its values"
    case .bundleMalformed(let reason): "the index of this TensorFlow checkpoint is malformed: \(reason)"
    case .bundleTensorOutside: "the file ends before the values of this tensor do"
    case .bundleChecksum: "its values do not have the checksum that the index states"
    case .bundleSliced: "its values lie in several pieces, as a partitioned variable's"
    case .severalCheckpoints(let names):
      "there are several TensorFlow checkpoints (\(names.prefix(4).map { "\(QuotedName($0))" }.joined(separator: ", ")))"
    case .duplicateName: "two tensors to be written have this name"
    case .reservedName: "this name is reserved by the format"
    case .negativeExtent(let extent): "a dimension of the shape is negative: \(extent)"
    case .sourceFailed(let reason): "the values to be written could not be read: \(reason)"
    }
  }

  /// What to do next.
  package var remedy: String {
    switch self {
    case .file(.notARegularFile): "give a file of weights or a directory that holds one"
    case .file(let fault): fault.remedy
    case .headerLengthMissing, .headerPastEnd, .missingBytes: "the file is cut short or not safetensors; fetch it again"
    case .headerTooLarge, .notUTF8, .notJSON, .tooDeep: "the file is damaged or not safetensors; fetch it again"
    case .notANaturalNumber, .duplicateKey, .metadataNotAString, .fieldMissing, .fieldMalformed, .offsetsReversed,
      .overlap, .hole, .sizeOverflow, .partialByte, .sizeMismatch, .extraBytes:
      "the file breaks the safetensors format; write it again with the reference library"
    case .unknownType: "convert the checkpoint to F32, F16 or BF16"
    case .noSuchTensor: "list the tensors with `bertft inspect`"
    case .notConvertible: "convert the checkpoint to F32, F16 or BF16"
    case .countMismatch: "check that the configuration fits the weights"
    case .noWeights: "give the directory of a model"
    case .otherWeights(let other): other.remedy
    case .foreignFile(let file): file.remedyForWeights
    case .pickledObject:
      "if you trust its origin, load it where its class is installed, and save model.state_dict() with torch.save"
    case .torchScript: "load it with torch.jit.load and save its state_dict() with torch.save"
    case .notAnArchive, .pickleMalformed, .pickledStorageMissing, .pickledTensorOutside:
      "the file is damaged or not a checkpoint; fetch it again"
    case .pickleLegacy: "load it with torch.load and save it again, best with transformers' save_pretrained"
    case .pickleInstruction, .pickleGlobal:
      "if you trust its origin, convert it with transformers' save_pretrained, which writes safetensors"
    case .indexTooLarge, .indexWithoutWeightMap, .shardNameUnsafe, .tensorNotInShard:
      "the index does not fit its shards; fetch the model again"
    case .shardMissing: "fetch the model again with all its shards"
    case .bundleMalformed, .bundleTensorOutside, .bundleChecksum:
      "the files are damaged or do not belong together; fetch them again"
    case .bundleSliced: "restore the variable whole in TensorFlow and save the checkpoint again without a partitioner"
    case .severalCheckpoints: "keep one in the directory, or a file 'checkpoint' whose model_checkpoint_path names it"
    case .duplicateName, .reservedName: "give each tensor a name of its own"
    case .negativeExtent: "give the true shape"
    case .sourceFailed: "nothing was written"
    }
  }
}
