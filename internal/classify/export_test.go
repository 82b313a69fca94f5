package classify

// Remember gives a classifier a memory of two halves of so many texts.
func Remember(c *Classifier, texts int) { c.memory = newMemory(texts) }

// Remembered is how many texts a classifier remembers.
func Remembered(c *Classifier) int { return len(c.memory.young) + len(c.memory.old) }
