import { render } from 'preact';
import { App } from './app.tsx';
import { keepConnected, run } from './connection.ts';
import './theme/current.ts';
import { follow } from './variables/live.ts';
import './page.css';

const root = document.getElementById('page');
if (root) render(<App />, root);
void keepConnected((client) => void run(follow(client)));
