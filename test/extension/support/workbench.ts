import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A loaded workbench, driven as a person does. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a workbench; returns when it can be used. */
  static async open(page: Page, url: string): Promise<Workbench> {
    await page.goto(url);
    await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    return new Workbench(page);
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** The entry of the status bar that says something. */
  status(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** Runs a command by its title. A key press can get lost while the focus moves, so all before Enter is tried again. */
  async run(title: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"]').first();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.page.keyboard.press('F1');
        await input.waitFor({ state: 'visible', timeout: 2500 });
        await input.fill(`>${title}`, { timeout: 2500 });
        await this.choice(title).waitFor({ timeout: 5000 });
        break;
      } catch (error) {
        if (attempt > 6) throw error;
        await this.page.keyboard.press('Escape');
        await this.page.locator('.part.statusbar').click({ position: { x: 700, y: 10 } });
      }
    }
    // The list is in the order of how well they match, in its own opinion.
    await this.choice(title).click();
  }

  /** A line of the open list. */
  choice(text: string | RegExp): Locator {
    return this.quickInput.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Types into the open input and accepts it. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator('input[type="text"]').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
    await input.press('Enter');
  }

  /** A notification that says something. */
  toast(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  /** Closes what a test opened. */
  async clean(): Promise<void> {
    // Escape takes a notification out of sight, so it has to be counted before.
    const told = (await this.toast(/./).count()) > 0;
    await this.page.keyboard.press('Escape');
    if ((await this.page.locator('.editor-group-container .tab').count()) > 0)
      await this.run('View: Close All Editors');
    if (!told) return;
    await this.run('Notifications: Clear All Notifications');
    // VS Code shows three notifications in 800 ms at most; a fourth goes to the bell only (SPAM_PROTECTION in notificationsToasts.ts).
    await this.page.waitForTimeout(400);
  }

  /** Opens a file from the Explorer: searching takes a program that not every VS Code from npm has. */
  async openFile(name: string): Promise<void> {
    await this.run('View: Show Explorer');
    await this.row(name).dblclick();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /** A line of the *Signatures* view. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** What the webview in front shows. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Gives the *Signatures* view the room of the others in the Source Control view. */
  async showSignatures(): Promise<void> {
    await this.run('Waxseal: Show Signatures');
    const header = (name: string) =>
      this.page.locator('.sidebar .pane-header').filter({ hasText: name }).first();
    await header('Signatures').waitFor();
    for (const name of ['Graph', 'Changes']) {
      const pane = header(name);
      if ((await pane.count()) > 0 && (await pane.getAttribute('aria-expanded')) === 'true')
        await pane.click({ position: { x: 40, y: 8 } });
    }
    await this.row(/./).waitFor();
  }

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }
}
