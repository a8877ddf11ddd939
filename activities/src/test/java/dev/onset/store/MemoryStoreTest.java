package dev.onset.store;

/** The test double keeps the contract it stands for. */
class MemoryStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new MemoryStore();
    }
}
