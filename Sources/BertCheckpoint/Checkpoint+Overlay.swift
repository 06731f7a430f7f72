extension Checkpoint {
  /// The same weights with the tensors of a further file, which replace those of the same name and add the others.
  package func overlaid(by file: any TensorFile) -> Checkpoint {
    var tensors = tensors
    var places = places
    for tensor in file.tensors {
      let name = ExactName(tensor.name)
      if let old = places[name] {
        tensors[old.tensor] = tensor
        places[name] = (files.count, old.tensor)
      } else {
        places[name] = (files.count, tensors.count)
        tensors.append(tensor)
      }
    }
    return Checkpoint(url: url, tensors: tensors, files: files + [file], places: places)
  }
}
