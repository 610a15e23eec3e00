/** The pretended backend keeps the contract of the real ones, or tests on top of it would prove nothing. */
import { dummyBackend } from '../src/backends/dummy-backend.js';
import { backendContract } from './backends.contract.js';

const backend = dummyBackend();
backendContract('dummy', () => backend);
